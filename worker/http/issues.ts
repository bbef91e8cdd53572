/** What is wrong with a field of an input, in the reader's language and in words that say what to do. */
import type { z } from 'zod';
import { SITE_MESSAGE } from '../../shared/contract/delivery.ts';
import { TIME_ZONE_MESSAGE, WINDOW_ORDER_MESSAGE } from '../../shared/contract/rights.ts';
import { ALLOWED_ENTRY_MESSAGE } from '../../shared/contract/shares.ts';
import { type Locale, t } from '../../shared/messages/index.ts';

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** One line for each field; a name that is not known is a field of its own. */
export function fieldProblems(locale: Locale, issues: readonly z.core.$ZodIssue[]): FieldProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      const message = t(locale, 'problem.field.unknown');
      return issue.keys.map((key) => ({ path: [...path, key].join('.'), message }));
    }
    return [{ path: path.join('.'), message: sayIssue(locale, issue) }];
  });
}

function sayIssue(locale: Locale, issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big': {
      const max = Number(issue.maximum);
      if (issue.origin === 'string') return t(locale, 'problem.field.longest', { max });
      return issue.origin === 'array'
        ? t(locale, 'problem.field.most', { max })
        : t(locale, 'problem.field.at_most', { max });
    }
    case 'too_small': {
      const min = Number(issue.minimum);
      if (issue.origin !== 'string' && issue.origin !== 'array') {
        return t(locale, 'problem.field.at_least', { min });
      }
      return min === 1
        ? t(locale, 'problem.field.empty')
        : t(locale, issue.origin === 'string' ? 'problem.field.shortest' : 'problem.field.fewest', { min });
    }
    case 'invalid_format':
      return t(locale, issue.format === 'email' ? 'problem.field.email' : 'problem.field.form');
    case 'invalid_type':
      return t(locale, issue.expected === 'int' ? 'problem.field.whole' : 'problem.field.kind');
    case 'invalid_value':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return t(locale, 'problem.field.kind');
    default:
      return sayCustom(locale, issue.message);
  }
}

/** Words of the contract's own, where the catalogue has them. */
function sayCustom(locale: Locale, message: string): string {
  switch (message) {
    case WINDOW_ORDER_MESSAGE:
      return t(locale, 'problem.field.order');
    case TIME_ZONE_MESSAGE:
      return t(locale, 'problem.field.time_zone');
    case ALLOWED_ENTRY_MESSAGE:
      return t(locale, 'problem.field.allowed');
    case SITE_MESSAGE:
      return t(locale, 'problem.field.site');
    default:
      return message;
  }
}
