// Makes ready what a command needs; a no-op when everything is in place.
// usage: node build/setup.mjs dependencies|build|desktop|test [--yes]
// Nothing is imported before the version is known: an old Node would stop at newer syntax.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 20 || (major === 20 && minor >= 19)) {
  import('./setup/main.mjs').then(({ setUpFromCommandLine }) => setUpFromCommandLine());
} else {
  console.error(`set-up: Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  process.exit(1);
}
