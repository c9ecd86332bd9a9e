import { byId, h, hold } from './dom.js';
import { algorithm, parameter } from './words.js';

/** Parameters that are true or false are told as numbers from 0 to 1 whose default is 0. */
const isSwitch = ({ minValue = 0, maxValue, defaultValue = 0 }) => minValue === 0 && maxValue === 1 && defaultValue === 0;

function field(info, { name, description, minValue = 0, maxValue = 0, defaultValue = 0 }) {
  const id = `${info.name}.${name}`;
  const whole = [minValue, maxValue, defaultValue].every(Number.isInteger) && !name.endsWith('_weight');
  const input = isSwitch({ minValue, maxValue, defaultValue })
    ? h('input', { id, type: 'checkbox' })
    : h('input', {
        id,
        type: 'number',
        min: String(minValue),
        max: String(maxValue),
        step: whole ? '1' : 'any',
        placeholder: String(defaultValue),
      });
  input.dataset.parameter = name;
  input.setAttribute('aria-describedby', `${id}-about`);
  const bounds = input.type === 'number' ? ` ${minValue} to ${maxValue}; ${defaultValue} if left empty.` : '';
  return h(
    'div',
    { class: 'parameter' },
    h('label', { htmlFor: id }, parameter(name)),
    input,
    h('p', { id: `${id}-about`, class: 'hint' }, description + bounds),
  );
}

/** The choice of an algorithm and its parameters, as the server describes them. */
export class AlgorithmChoice {
  #infos;

  constructor({ algorithms = [], defaultAlgorithm = '' }) {
    this.#infos = new Map(algorithms.map((info) => [info.name, info]));
    const select = byId('algorithm');
    hold(
      select,
      algorithms.map((info) => h('option', { value: info.name }, algorithm(info.name))),
    );
    select.value = defaultAlgorithm;
    select.addEventListener('change', () => this.#describe());
    this.#describe();
  }

  choose(name, values = {}) {
    if (!this.#infos.has(name)) {
      return;
    }
    byId('algorithm').value = name;
    this.#describe();
    for (const input of byId('parameters').querySelectorAll('input')) {
      const value = values[input.dataset.parameter];
      if (value !== undefined) {
        input.type === 'checkbox' ? (input.checked = value) : (input.value = value);
      }
    }
  }

  /** As SolveRequest has it. */
  chosen() {
    const values = {};
    for (const input of byId('parameters').querySelectorAll('input')) {
      if (input.type === 'checkbox' ? input.checked : input.value !== '') {
        values[input.dataset.parameter] = input.type === 'checkbox' ? true : Number(input.value);
      }
    }
    return { [byId('algorithm').value]: values };
  }

  #describe() {
    const info = this.#infos.get(byId('algorithm').value);
    byId('algorithm-about').textContent = info?.description ?? '';
    hold(
      byId('parameters'),
      (info?.parameters ?? []).map((each) => field(info, each)),
    );
  }
}
