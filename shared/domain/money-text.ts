import { z } from 'zod';
import { Exact } from './money';

/** An exact number in files: as a text, so that no digit is lost (`"0.5"`, `"1/3"`). */
export const exactText = z.codec(
  z.string(),
  z.custom<Exact>((value) => value instanceof Exact),
  {
    decode: (text, context) => {
      const exact = Exact.fromText(text);
      if (exact !== null) return exact;
      context.issues.push({ code: 'custom', input: text, message: 'is no exact number' });
      return z.NEVER;
    },
    encode: (exact) => exact.toText(),
  },
);
