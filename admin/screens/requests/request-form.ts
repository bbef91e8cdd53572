/** What the dialog of an upload request holds while it is typed, and the input it becomes. */
import type {
  AssetKind,
  DetailField,
  UploadRequest,
  UploadRequestInput,
} from '../../../shared/contract/index.ts';
import { REQUEST_FILES_MAX, UPLOAD_SIZE_MAX } from '../../../shared/contract/index.ts';
import { usableZone } from '../../../shared/time/index.ts';
import { endInDays, isCountUpTo } from '../shares/form.ts';

const DEFAULT_DAYS = 14;
const MB = 1_000_000;
const GB = 1_000_000_000;

export interface Asked {
  readonly name: string;
  readonly email: string;
  readonly locale: 'en' | 'de';
}

export interface RequestForm {
  readonly title: string;
  readonly brief: string;
  readonly timeZone: string;
  readonly deadline: number | null;
  readonly invite: readonly Asked[];
  readonly portalId: string;
  readonly kinds: readonly AssetKind[];
  readonly maxFiles: string;
  readonly maxMegabytes: string;
  readonly maxGigabytes: string;
  readonly maxPersonGigabytes: string;
  readonly consentText: string;
  readonly requiredFields: readonly DetailField[];
  readonly askReleases: boolean;
  readonly showNames: boolean;
  readonly inviteOnly: boolean;
  readonly reminderDays: string;
}

/** The numbers of the form, and the greatest that can be asked for. */
export const COUNT_MAX = {
  maxFiles: REQUEST_FILES_MAX,
  maxMegabytes: UPLOAD_SIZE_MAX / MB,
  maxGigabytes: UPLOAD_SIZE_MAX / GB,
  maxPersonGigabytes: UPLOAD_SIZE_MAX / GB,
} as const;
const COUNTS = Object.keys(COUNT_MAX) as (keyof typeof COUNT_MAX)[];
export const isDays = (text: string): boolean =>
  text.trim() === '' || (/^[1-9]\d?$/.test(text) && Number(text) <= 30);
export const isAsked = ({ name, email }: Asked): boolean =>
  name.trim() !== '' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim());
const isBlank = ({ name, email }: Asked): boolean => name.trim() === '' && email.trim() === '';

export function formOf(
  request: UploadRequest | undefined,
  now: number,
  zone: string,
  locale: 'en' | 'de',
): RequestForm {
  const gigabytes = (bytes: number | undefined): string =>
    String(Math.max(1, Math.floor((bytes ?? UPLOAD_SIZE_MAX) / GB)));
  return {
    title: request?.title ?? '',
    brief: request?.brief ?? '',
    timeZone: usableZone(request?.timeZone ?? zone),
    deadline: request?.deadline ?? endInDays(now, DEFAULT_DAYS, zone),
    invite: request ? [] : [{ name: '', email: '', locale }],
    portalId: request?.portalId ?? '',
    kinds: request?.kinds ?? [],
    maxFiles: String(request?.maxFiles ?? 200),
    maxMegabytes: String(Math.max(1, Math.floor((request?.maxFileBytes ?? UPLOAD_SIZE_MAX) / MB))),
    maxGigabytes: gigabytes(request?.maxTotalBytes),
    maxPersonGigabytes: gigabytes(request?.maxPersonBytes),
    consentText: request?.consentText ?? '',
    requiredFields: request?.requiredFields ?? ['creditLine'],
    askReleases: request?.askReleases ?? false,
    showNames: request?.showNames ?? false,
    inviteOnly: request?.inviteOnly ?? false,
    reminderDays: request === undefined ? '2' : String(request.reminderDays ?? ''),
  };
}

export function isFormValid(form: RequestForm): boolean {
  return (
    form.title.trim() !== '' &&
    form.deadline !== null &&
    COUNTS.every((name) => isCountUpTo(form[name], COUNT_MAX[name])) &&
    isDays(form.reminderDays) &&
    form.invite.every((person) => isBlank(person) || isAsked(person))
  );
}

export function inputOf(form: RequestForm, deadline: number): UploadRequestInput {
  const bytes = (text: string, unit: number): number => Math.min(Number(text) * unit, UPLOAD_SIZE_MAX);
  return {
    title: form.title.trim(),
    brief: form.brief.trim(),
    deadline,
    timeZone: form.timeZone,
    portalId: form.portalId || null,
    kinds: [...form.kinds],
    maxFiles: Number(form.maxFiles),
    maxFileBytes: bytes(form.maxMegabytes, MB),
    maxTotalBytes: bytes(form.maxGigabytes, GB),
    maxPersonBytes: bytes(form.maxPersonGigabytes, GB),
    consentText: form.consentText.trim() || null,
    requiredFields: [...form.requiredFields],
    askReleases: form.askReleases,
    showNames: form.showNames,
    inviteOnly: form.inviteOnly,
    reminderDays: form.reminderDays.trim() === '' ? null : Number(form.reminderDays),
  };
}

export function invitedOf({ invite }: RequestForm): Asked[] {
  return invite
    .filter((person) => !isBlank(person))
    .map(({ name, email, locale }) => ({ name: name.trim(), email: email.trim(), locale }));
}
