/** English texts of the dialog for the trader's own data. */
export const enData = {
  'data.title': 'Your data',
  'data.open': 'Import, export and backups',
  'data.section.import': 'Import',
  'data.section.export': 'Export',
  'data.section.backups': 'Backups',

  'export.body': 'Everything stays on this computer; a file goes only where you save it.',
  'export.fills': 'Fills',
  'export.fills.body':
    'Every buy and sell with its fee, as CSV. Spreadsheets and tax tools read it, and it can be imported here again.',
  'export.journal': 'Closed positions',
  'export.journal.body': 'One line a position with its result, fees, funding and tags, as CSV.',
  'export.positions': 'All positions',
  'export.positions.body': 'Open and closed ones with all that happened to them, as JSON.',
  'export.take': 'Save {{name}}',
  'export.format.csv': 'CSV',
  'export.format.json': 'JSON',
  'export.done': 'Saved to your downloads.',
  'export.failed': 'The file could not be made. {{reason}}',
} as const;
