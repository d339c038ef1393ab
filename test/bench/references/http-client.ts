import { Agent, request } from 'node:http';

/**
 * A client that sends so many requests to a stand-in, so many at a time, and does nothing else: what the wait alone
 * costs. Arguments: address, number, concurrency.
 */

const [url = '', count = '0', concurrent = '1'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(concurrent) });
let left = Number(count);

function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'GET' }, (response) => {
      response.resume().once('end', resolve).once('error', reject);
    });
    sent.once('error', reject).end();
  });
}

async function work(): Promise<void> {
  while (left-- > 0) await ask();
}

await Promise.all(Array.from({ length: Number(concurrent) }, work));
agent.destroy();
