// Plain JavaScript on purpose: an old Node must be able to read this file in order to be told that it is old. Only a person can
// mend that, so the code is 78, after which nothing should start it again.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `Darkroom needs Node 24 and this is ${process.version}: run "npm ci" again (it installs Node 24 beside the project; its install script must be allowed).\n`,
  );
  process.exit(78);
}
