// Loaded first in the child of bootstrap.mjs: killing the parent, even by -9, must stop the program.
import { onParentGone } from './bootstrap.mjs';

onParentGone(() => process.kill(process.pid, 'SIGTERM'));
