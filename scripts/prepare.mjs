// npm run build: everything up to dist/, and nothing is started.
import { prepare } from './bootstrap.mjs';

prepare();
