import { z } from 'zod';

const excursion = z
  .object({ mfe: z.number(), mae: z.number() })
  .nullable()
  .describe('null while that time is not over');

/** What the price did after an alert, in percent of its price: furthest rise and furthest fall. */
export const outcomeBody = z.object({ '15m': excursion, '1h': excursion, '4h': excursion });
