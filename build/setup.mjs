// Makes ready what a command needs; a no-op when everything is in place.
// usage: node build/setup.mjs dependencies|build|desktop|test|bench [--yes]
import './setup/node-version.mjs';
import { setUpFromCommandLine } from './setup/main.mjs';

setUpFromCommandLine();
