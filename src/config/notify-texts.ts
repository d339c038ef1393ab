import { type Fault, isLoopback } from './address.ts';
import type { Entry } from './entry.ts';
import { NOT_LOOKED_UP } from './inputs.ts';

/** The address of a webhook. It is a secret: nothing of it is shown. */
export function webhookFault(text: string): Fault | null {
  if (text === NOT_LOOKED_UP) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const advice = 'Copy the whole address, as https://hooks.slack.com/services/….';
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return ['WRONG_URL', 'The address of a webhook is no https:// address.', advice];
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return [
      'INSECURE_URL',
      'http:// would send the address of a webhook, which is a secret, in clear.',
      'Write https://.',
    ];
  }
  if (url.username === '' && url.password === '') return null;
  const message = 'The address of a webhook holds a user name or password.';
  return ['WRONG_URL', message, 'Write them as the value of "authorization": Basic, and base64 of user:password.'];
}

/** Name or IP address of a mail server. */
export function mailHost(text: string, _root: Entry, shown: string): Fault | null {
  if (/^(?:[\w-]+(?:\.[\w-]+)*\.?|[\da-f]*:[\da-f:.]+)$/i.test(text)) return null;
  return [
    'WRONG_VALUE',
    `${shown} is no name of a host.`,
    'Write it like smtp.corp.example, with the port under "port".',
  ];
}

/** An address alone: a name beside it, or a second address, would be other headers or receivers than the file shows. */
export function mailbox(text: string, _root: Entry, shown: string): Fault | null {
  if (/^[^\s@<>()[\]\\,;:"\p{C}]+@[^\s@<>()[\]\\,;:"\p{C}]+$/u.test(text)) return null;
  return ['WRONG_VALUE', `${shown} is no e-mail address.`, 'Write one address alone, like it@corp.example.'];
}
