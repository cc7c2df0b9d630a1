import { get } from 'node:http';

// Ends well where a server answers a URL with 2xx: the health check of images, which have no curl.
const [url = 'http://127.0.0.1:4000/ready'] = process.argv.slice(2);
if (URL.parse(url)?.protocol !== 'http:') {
  console.error(`${url} is no URL that begins with http://`);
  process.exit(1);
}
const request = get(url, { timeout: 4_000, agent: false }, ({ statusCode = 0 }) => {
  process.exit(statusCode >= 200 && statusCode < 300 ? 0 : 1);
});
request.on('timeout', () => request.destroy(new Error('no answer')));
request.on('error', ({ message }) => {
  console.error(`${url}: ${message}`);
  process.exit(1);
});
