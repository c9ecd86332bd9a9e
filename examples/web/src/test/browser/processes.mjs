import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const LIMIT_MS = 60_000;

/** A program that says in a line of its standard output where it serves. */
export class Program {
  #child;

  /** Resolves with the pattern's first group, as soon as a line has it. */
  static async start(command, args, pattern) {
    const program = new Program();
    program.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const limit = setTimeout(() => program.#child.kill('SIGKILL'), LIMIT_MS);
    for await (const line of createInterface({ input: program.#child.stdout })) {
      const match = pattern.exec(line);
      if (match) {
        clearTimeout(limit);
        return [program, match[1]];
      }
    }
    throw new Error(`${command} did not say where it serves`);
  }

  async stop(signal = 'SIGTERM') {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await once(this.#child, 'exit');
    }
  }
}
