import { h, hold, show, showText } from './dom.js';
import { scoreOf } from './words.js';

/** How a step stands, and in a word or two. */
function standing(node) {
  if (node.solution) {
    const standing = node.score !== null ? `, score ${scoreOf(node.score)}` : node.state === 'judging' ? ', being verified …' : '';
    return [node.state, `plan ${node.number}${standing}`];
  }
  if (node.error) {
    return ['lost', node.error.message ?? 'lost'];
  }
  if (node.step === null) {
    return ['writing', 'being written …'];
  }
  return node.reward === null && node.judging.size > 0 ? ['judging', 'being judged …'] : ['written', ''];
}

function promise(reward) {
  return reward >= 95 ? 'high' : reward >= 0 ? 'middle' : 'low';
}

class NodeView {
  #reward = h('span', { class: 'reward' });
  #text = h('span', { class: 'node-text' });
  #note = h('span', { class: 'node-note' });
  #line = h('div', { class: 'node' }, this.#reward, this.#text, this.#note);
  #branches = h('ul');
  element = h('li', {}, this.#line);

  render(node, branches, chosen) {
    const [state, word] = standing(node);
    this.#line.dataset.state = state;
    this.#line.dataset.promise = node.reward === null ? '' : promise(node.reward);
    this.#line.classList.toggle('is-chosen', chosen);
    show(this.#reward, node.reward === null ? '' : scoreOf(node.reward));
    this.#reward.title = node.reward === null ? '' : `Reward ${node.reward} of 100`;
    (node.step === null ? show : showText)(this.#text, node.text);
    show(this.#note, [word, chosen ? 'selected' : ''].filter((part) => part !== '').join(' · '));
    hold(this.#branches, branches);
    hold(this.element, branches.length > 0 ? [this.#line, this.#branches] : [this.#line]);
  }
}

/** Siblings that are lost, all for the same reason: one line that can be opened, since a search loses many. */
class Others {
  #count = h('span');
  #list = h('ul');
  element;

  constructor(reason) {
    this.element = h('li', {}, h('details', { class: 'others' }, h('summary', {}, this.#count, ` ${reason}`), this.#list));
  }

  render(elements) {
    show(this.#count, `${elements.length} ×`);
    hold(this.#list, elements);
    return this.element;
  }
}

/** The beginnings of plans that a search has written, each below the one that it continues. */
export class TreeView {
  #section;
  #trees;
  #views = new Map();
  #others = new Map();
  #groups = new Map();

  constructor(section) {
    this.#section = section;
    this.#trees = section.querySelector('.trees');
  }

  render(run) {
    const nodes = run.nodes;
    this.#section.hidden = nodes.length === 0;
    if (nodes.length === 0) {
      return;
    }
    const children = Map.groupBy(nodes, (node) => node.parentId);
    const path = this.#path(run);
    const draw = (node) => {
      const branches = this.#gather(node.id, children.get(node.id) ?? [], draw);
      if (!this.#views.has(node.id)) {
        this.#views.set(node.id, new NodeView());
      }
      const view = this.#views.get(node.id);
      view.render(node, branches, path.has(node.id));
      return view.element;
    };
    // A mixture may search several times; each search is a tree of its own.
    const searches = Map.groupBy(children.get('') ?? [], (root) => /^mixture\/(\d+)/.exec(root.id)?.[1] ?? '');
    hold(
      this.#trees,
      [...searches].map(([attempt, roots]) => {
        if (!this.#groups.has(attempt)) {
          const list = h('ul', { class: 'tree' });
          const heading = attempt ? h('h3', {}, `Attempt ${attempt}`) : null;
          this.#groups.set(attempt, { list, element: h('div', {}, heading, list) });
        }
        const { list, element } = this.#groups.get(attempt);
        hold(list, this.#gather(`attempt ${attempt}`, roots, draw));
        return element;
      }),
    );
  }

  /** The elements of siblings, those that are lost for one reason gathered in the place of the first of them. */
  #gather(parent, siblings, draw) {
    const reasons = Map.groupBy(siblings, (node) => (node.error ? (node.error.message ?? 'lost') : node.id));
    return [...reasons].map(([reason, nodes]) => {
      if (nodes.length === 1) {
        return draw(nodes[0]);
      }
      const key = `${parent} ${reason}`;
      if (!this.#others.has(key)) {
        this.#others.set(key, new Others(reason));
      }
      return this.#others.get(key).render(nodes.map(draw));
    });
  }

  #path(run) {
    const path = new Set();
    let node = run.candidates.get(run.result?.selectedSolution?.candidateId);
    while (node) {
      path.add(node.id);
      node = run.candidates.get(node.parentId);
    }
    return path;
  }
}
