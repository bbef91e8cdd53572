/**
 * Mail that was sent, as the console keeps it where nothing sends; newest first.
 *
 *     const [receipt] = await mailsTo(admin, 'kim@agency.example');
 */
import { read } from './answers.ts';
import type { Person } from './people.ts';

export interface KeptMail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

export async function mails(admin: Person): Promise<KeptMail[]> {
  const { items } = await read<{ items: KeptMail[] }>(await admin.fetch('/api/admin/mails?limit=100'));
  return items;
}

export async function mailsTo(admin: Person, address: string): Promise<KeptMail[]> {
  return (await mails(admin)).filter(({ to }) => to === address);
}

/** The code that was mailed to `address` last, or nothing. */
export async function lastCode(admin: Person, address: string): Promise<string> {
  const [mail] = await mailsTo(admin, address);
  return mail?.subject.slice(0, 6) ?? '';
}
