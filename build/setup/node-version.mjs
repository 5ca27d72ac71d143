// Ends the process with one line where Node is too old. Entries import it before anything else:
// what they need besides would stop with a stack there.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`set-up: Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  process.exit(1);
}
