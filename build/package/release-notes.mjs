/**
 * What a changelog tells of a version: its own section, or that of what is not released yet.
 * @param {string} changelog as Keep a Changelog has it
 * @param {string} version
 * @see https://keepachangelog.com/en/1.1.0/
 */
export function releaseNotes(changelog, version) {
  const sections = changelog.split(/^(?=## \[)/m).slice(1);
  const titled = (/** @type {string} */ name) =>
    sections.find((section) => section.startsWith(`## [${name}]`));
  const [, ...lines] = (titled(version) ?? titled('Unreleased') ?? '').split('\n');
  return lines.join('\n').trim();
}
