/** What the share dialog holds while it is filled in, and what is sent. Pure. */
import type { z } from 'zod';
import type {
  PermissionLevel,
  ShareLink,
  shareLinkInput,
  shareLinkPatch,
} from '../../../shared/contract/index.ts';
import { SHARE_DOWNLOADS_MAX } from '../../../shared/contract/index.ts';
import type { Locale } from '../../../shared/messages/index.ts';
import type { Audience, Channel, TerritoryList } from '../../../shared/rights/types.ts';
import { normalizeAllowed } from '../../../shared/shares/addresses.ts';
import { LINK_PASSWORD_MIN } from '../../../shared/shares/password-strength.ts';
import { vanityShape } from '../../../shared/shares/vanity.ts';
import {
  addCalendar,
  DAY_MS,
  MINUTE_MS,
  resolveWallTime,
  toWallTime,
  usableZone,
} from '../../../shared/time/index.ts';
import type { ShareSource } from './open-share-dialog.ts';

export interface ShareForm {
  readonly name: string;
  readonly audience: Audience;
  readonly invited: readonly string[];
  /** Of the mail to the invited. */
  readonly invitedLocale: Locale;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly timeZone: string;
  readonly permission: PermissionLevel;
  readonly message: string;
  readonly presets: readonly string[];
  readonly presetsByKind: ShareLink['presetsByKind'];
  readonly logo: ShareLink['logo'];
  readonly channel: Channel;
  readonly territories: TerritoryList;
  /** What was typed; empty leaves a present password as it is. */
  readonly password: string;
  readonly hasPassword: boolean;
  readonly requireEmailCode: boolean;
  readonly allowedEmails: readonly string[];
  readonly termsText: string;
  readonly maxDownloads: string;
  readonly vanity: string;
  readonly pinned: boolean;
  readonly notify: ShareLink['notify'];
  /** Ids of what the set has and the link does not hand out. */
  readonly leftOut: readonly string[];
}

/** Six in the evening, so many days ahead, in that zone. */
export function endInDays(now: number, days: number, zone: string): number {
  const day = toWallTime(addCalendar(now, { days }, zone), zone).slice(0, 10);
  return resolveWallTime(`${day}T18:00`, zone).instant;
}

/** So many days more, counted from the later of now and the present end, and cut to the administrator's maximum. */
export function extendedEnd(
  link: Pick<ShareLink, 'endsAt' | 'timeZone'>,
  days: number,
  now: number,
  maximumDays: number | null,
): { endsAt: number; isCut: boolean } {
  const wish = addCalendar(Math.max(link.endsAt, now), { days }, usableZone(link.timeZone));
  // A minute less, for the time until the server looks at its own clock.
  const latest = maximumDays === null ? wish : now + maximumDays * DAY_MS - MINUTE_MS;
  return wish <= latest
    ? { endsAt: wish, isCut: false }
    : { endsAt: Math.max(latest, link.endsAt), isCut: true };
}

export function newForm(
  name: string,
  now: number,
  days: number,
  zone: string,
  invitedLocale: Locale,
): ShareForm {
  return {
    name,
    audience: 'agency',
    invited: [],
    invitedLocale,
    startsAt: null,
    endsAt: endInDays(now, days, zone),
    timeZone: zone,
    permission: 'download_renditions',
    message: '',
    presets: [],
    presetsByKind: {},
    logo: { kind: 'portal' },
    channel: 'web',
    territories: { include: null, exclude: [] },
    password: '',
    hasPassword: false,
    requireEmailCode: false,
    allowedEmails: [],
    termsText: '',
    maxDownloads: '',
    vanity: '',
    pinned: false,
    notify: 'digest',
    leftOut: [],
  };
}

export function formOf(link: ShareLink): ShareForm {
  return {
    name: link.name,
    audience: link.audience,
    invited: [],
    invitedLocale: 'en',
    startsAt: link.startsAt,
    endsAt: link.endsAt,
    timeZone: usableZone(link.timeZone),
    permission: link.permission,
    message: link.message ?? '',
    presets: link.presets,
    presetsByKind: link.presetsByKind,
    logo: link.logo,
    channel: link.channel,
    territories: link.territories,
    password: '',
    hasPassword: link.hasPassword,
    requireEmailCode: link.requireEmailCode,
    allowedEmails: link.allowedEmails,
    termsText: link.termsText ?? '',
    maxDownloads: link.maxDownloads === null ? '' : String(link.maxDownloads),
    vanity: link.vanity ?? '',
    pinned: link.pinned,
    notify: link.notify,
    leftOut: link.leftOut,
  };
}

export type FormFault =
  | 'name'
  | 'password'
  | 'allowed'
  | 'end'
  | 'order'
  | 'limit'
  | 'vanity'
  | 'maximum'
  | 'start'
  | 'logo';

/** Whether `text` is a whole number from 1 to `max`. */
export const isCountUpTo = (text: string, max: number): boolean =>
  /^[1-9]\d*$/.test(text) && Number(text) <= max;

/** What keeps the form from being sent; `maximumDays` is the administrator's. */
export function faultsOf(form: ShareForm, now: number, maximumDays: number | null): FormFault[] {
  const faults: FormFault[] = [];
  if (form.name.trim() === '') faults.push('name');
  if (form.endsAt === null) faults.push('end');
  if (form.startsAt !== null && form.endsAt !== null && form.startsAt >= form.endsAt) faults.push('order');
  if (form.maxDownloads !== '' && !isCountUpTo(form.maxDownloads, SHARE_DOWNLOADS_MAX)) faults.push('limit');
  if (maximumDays !== null && form.startsAt !== null && form.startsAt >= now + maximumDays * DAY_MS) {
    faults.push('start');
  }
  if (form.password !== '' && form.password.length < LINK_PASSWORD_MIN) faults.push('password');
  if (form.requireEmailCode && form.allowedEmails.some((entry) => normalizeAllowed(entry) === null)) {
    faults.push('allowed');
  }
  if (form.vanity !== '' && vanityShape(form.vanity) !== 'good') faults.push('vanity');
  if (form.logo.kind === 'asset' && form.logo.assetId === '') faults.push('logo');
  if (
    maximumDays !== null &&
    form.endsAt !== null &&
    form.endsAt > addCalendar(now, { days: maximumDays + 1 }, form.timeZone)
  ) {
    faults.push('maximum');
  }
  return faults;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The parts that both making and editing send. */
function common(form: ShareForm) {
  return {
    name: form.name.trim(),
    message: orNull(form.message),
    vanity: orNull(form.vanity),
    startsAt: form.startsAt,
    timeZone: form.timeZone,
    permission: form.permission,
    presets: [...form.presets],
    presetsByKind: form.presetsByKind,
    logo: form.logo,
    channel: form.channel,
    audience: form.audience,
    territories: {
      include: form.territories.include === null ? null : [...form.territories.include],
      exclude: [...form.territories.exclude],
    },
    requireEmailCode: form.requireEmailCode,
    // Without a code there is nobody to be told by the list.
    allowedEmails: form.requireEmailCode ? [...form.allowedEmails] : [],
    termsText: orNull(form.termsText),
    maxDownloads: form.maxDownloads === '' ? null : Number(form.maxDownloads),
    notify: form.notify,
    leftOut: [...form.leftOut],
  };
}

export function inputOf(form: ShareForm, source: ShareSource): z.input<typeof shareLinkInput> {
  return {
    ...common(form),
    source,
    endsAt: form.endsAt,
    password: form.password === '' ? null : form.password,
    pinned: form.pinned,
  };
}

/** An edit; an empty password removes a present one only where `form.hasPassword` was switched off. */
export function patchOf(form: ShareForm, link: ShareLink): z.input<typeof shareLinkPatch> {
  const password = form.password !== '' ? form.password : link.hasPassword && !form.hasPassword ? '' : null;
  return {
    ...common(form),
    ...(form.endsAt === null ? {} : { endsAt: form.endsAt }),
    pinned: form.pinned,
    ...(password === null ? {} : { password }),
  };
}

/** How many options behind "More" are not as they begin. */
export function countMore(form: ShareForm): number {
  return [
    form.startsAt !== null,
    form.message !== '',
    form.presets.length > 0,
    Object.keys(form.presetsByKind).length > 0,
    form.logo.kind !== 'portal',
    form.channel !== 'web',
    form.territories.include !== null || form.territories.exclude.length > 0,
    form.password !== '' || form.hasPassword,
    form.requireEmailCode,
    form.termsText !== '',
    form.maxDownloads !== '',
    form.vanity !== '',
    form.pinned,
    form.notify !== 'digest',
  ].filter(Boolean).length;
}
