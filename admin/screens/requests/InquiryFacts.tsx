/** What for: medium, dates and places, in one row. */
import { startOfDate } from '../../../shared/time/index.ts';
import type { Inquiry } from '../../operations/requests.ts';
import { showDate, timeZone, tr } from '../../state/locale.ts';

export function InquiryFacts({ inquiry }: { inquiry: Inquiry }) {
  const day = (date: string) => showDate(startOfDate(date, timeZone.value));
  const { channel, from, until, territory } = inquiry;
  const facts: readonly (readonly [string, string | null])[] = [
    [tr('console.inquiries.channel'), channel && tr(`rights.channel_name.${channel}`)],
    [
      tr('console.inquiries.dates'),
      from && until
        ? tr('console.inquiries.from_until', { from: day(from), until: day(until) })
        : until
          ? tr('console.inquiries.until_day', { until: day(until) })
          : from && tr('console.inquiries.from_day', { from: day(from) }),
    ],
    [tr('console.inquiries.territory'), territory],
  ];
  const told = facts.filter(([, value]) => value);
  if (told.length === 0) return null;
  return (
    <dl class="inquiry-facts">
      {told.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
