/** Where and for what a licence holds, by name: what stands by itself in a cell. Sentences use the codes and the words in them. */
import type { License } from '../../../shared/contract/index.ts';
import { territoryName } from '../../../shared/rights/territory-names.ts';
import { locale, tr } from '../../state/locale.ts';

const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(names);
const placesOf = (codes: readonly string[]): string =>
  listed(codes.map((code) => territoryName(locale.value, code)));

/** `Everywhere`, `Germany and Austria`, `Everywhere, except Japan`. */
export function whereName({ include, exclude }: License['territories']): string {
  const included = include === null ? tr('console.territory.everywhere') : placesOf(include);
  return exclude.length === 0
    ? included
    : tr('console.territory.everywhere_except', { included, excluded: placesOf(exclude) });
}

/** `Every channel`, `Web and Print`. */
export const channelName = (channels: License['channels']): string =>
  channels === null
    ? tr('console.channel.any')
    : listed(channels.map((channel) => tr(`rights.channel_name.${channel}`)));
