import { get } from 'node:http';

// Exits with 0 if a server answers one of the URLs with 2xx: the health check of images, which have no curl.
const [url = 'http://127.0.0.1:4000/ready', ...others] = process.argv.slice(2);

const answers = (asked: string): Promise<boolean> =>
  new Promise((resolve) => {
    const no = (why: string) => {
      console.error(`${asked}${why}`);
      resolve(false);
    };
    if (URL.parse(asked)?.protocol !== 'http:') return no(' is no URL that begins with http://');
    const request = get(asked, { timeout: 4_000, agent: false }, ({ statusCode = 0 }) => {
      resolve(statusCode >= 200 && statusCode < 300);
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', ({ message }) => no(`: ${message}`));
  });

const answered = await Promise.all([url, ...others].map(answers));
process.exit(answered.includes(true) ? 0 : 1);
