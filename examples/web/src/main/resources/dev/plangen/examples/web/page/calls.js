/** What the server of this page refused, or that it could not be reached. `reason` and `fields` may be empty. */
export class Refusal extends Error {
  constructor({ message, reason = '', fields = [] }) {
    super(message);
    this.reason = reason;
    this.fields = fields;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refusal({ message: 'The server of this page does not answer. Is it still running?' });
  }
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new Refusal({ message: `The server answered with status ${response.status}, and not as expected.` });
  }
  if (!response.ok) {
    throw new Refusal(answer);
  }
  return answer;
}

export const catalogue = () => call('GET', '/catalogue');
export const recentRuns = () => call('GET', '/runs');
export const start = (request) => call('POST', '/runs', request);
export const cancel = (runId) => call('POST', `/runs/${encodeURIComponent(runId)}/cancel`, {});
