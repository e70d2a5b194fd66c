// Loaded first in the child of bootstrap.mjs: killing the parent, even by -9, must stop the program.
import { heedSignalsOnce, onParentGone } from './bootstrap.mjs';

heedSignalsOnce();
onParentGone(() => process.kill(process.pid, 'SIGTERM'));
