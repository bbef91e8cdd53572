/** What the share dialog holds while it is filled in, and what is sent. Pure. */
import type { z } from 'zod';
import type {
  PermissionLevel,
  ShareLink,
  shareLinkInput,
  shareLinkPatch,
} from '../../../shared/contract/index.ts';
import { slugSchema } from '../../../shared/contract/index.ts';
import type { Audience, Channel, TerritoryList } from '../../../shared/rights/types.ts';
import { addCalendar, resolveWallTime, toWallTime } from '../../../shared/time/index.ts';
import type { ShareSource } from './open-share-dialog.ts';

export interface ShareForm {
  readonly name: string;
  readonly audience: Audience;
  readonly invited: readonly string[];
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly timeZone: string;
  readonly permission: PermissionLevel;
  readonly message: string;
  readonly presets: readonly string[];
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
}

/** Six in the evening, so many days ahead, in that zone. */
export function endInDays(now: number, days: number, zone: string): number {
  const day = toWallTime(addCalendar(now, { days }, zone), zone).slice(0, 10);
  return resolveWallTime(`${day}T18:00`, zone).instant;
}

export function newForm(name: string, now: number, days: number, zone: string): ShareForm {
  return {
    name,
    audience: 'agency',
    invited: [],
    startsAt: null,
    endsAt: endInDays(now, days, zone),
    timeZone: zone,
    permission: 'download_renditions',
    message: '',
    presets: [],
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
    notify: 'none',
  };
}

export function formOf(link: ShareLink): ShareForm {
  return {
    name: link.name,
    audience: link.audience,
    invited: [],
    startsAt: link.startsAt,
    endsAt: link.endsAt,
    timeZone: link.timeZone,
    permission: link.permission,
    message: link.message ?? '',
    presets: link.presets,
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
  };
}

export type FormFault = 'name' | 'end' | 'order' | 'limit' | 'vanity' | 'maximum';

/** What keeps the form from being sent; `maximumDays` is the administrator's. */
export function faultsOf(form: ShareForm, now: number, maximumDays: number | null): FormFault[] {
  const faults: FormFault[] = [];
  if (form.name.trim() === '') faults.push('name');
  if (form.endsAt === null) faults.push('end');
  if (form.startsAt !== null && form.endsAt !== null && form.startsAt >= form.endsAt) faults.push('order');
  if (form.maxDownloads !== '' && !/^[1-9]\d{0,6}$/.test(form.maxDownloads)) faults.push('limit');
  if (form.vanity !== '' && !slugSchema.min(4).safeParse(form.vanity).success) faults.push('vanity');
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
    territories: {
      include: form.territories.include === null ? null : [...form.territories.include],
      exclude: [...form.territories.exclude],
    },
    requireEmailCode: form.requireEmailCode,
    allowedEmails: [...form.allowedEmails],
    termsText: orNull(form.termsText),
    maxDownloads: form.maxDownloads === '' ? null : Number(form.maxDownloads),
    notify: form.notify,
  };
}

export function inputOf(form: ShareForm, source: ShareSource): z.input<typeof shareLinkInput> {
  return {
    ...common(form),
    source,
    endsAt: form.endsAt,
    channel: form.channel,
    audience: form.audience,
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
    ...(password === null ? {} : { password }),
  };
}

/** How many options behind "More" are not as they begin. */
export function countMore(form: ShareForm): number {
  return [
    form.startsAt !== null,
    form.message !== '',
    form.presets.length > 0,
    form.channel !== 'web',
    form.territories.include !== null || form.territories.exclude.length > 0,
    form.password !== '' || form.hasPassword,
    form.requireEmailCode,
    form.termsText !== '',
    form.maxDownloads !== '',
    form.vanity !== '',
    form.pinned,
    form.notify !== 'none',
  ].filter(Boolean).length;
}
