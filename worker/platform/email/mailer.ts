import type { Mailer } from '../../ports/mailer.ts';

/** Keeps mail: the console shows it. What a deployment without a mail binding, and every local one, does. */
export function createKeepingMailer(): Mailer {
  return { send: async () => 'kept' };
}

/** Cloudflare's send binding. `from` is an address of a domain verified for Email Sending. */
export function createBindingMailer(binding: SendEmail, from: { email: string; name: string }): Mailer {
  return {
    async send(mail) {
      await binding.send({ from, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html });
      return 'sent';
    },
  };
}
