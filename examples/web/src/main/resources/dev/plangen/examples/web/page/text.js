const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A text that a model is writing: it becomes its first `offset` bytes of UTF-8, followed by what is written. */
export class Text {
  #text = '';
  #bytes = 0;

  write(offset, written) {
    if (offset > this.#bytes) {
      throw new RangeError(`a write at ${offset} into a text of ${this.#bytes} bytes`);
    }
    // Nearly every write is an append, which needs no look at what is there already.
    const kept = offset === this.#bytes ? this.#text : this.#firstBytes(offset);
    this.#text = kept + written;
    this.#bytes = offset + encoder.encode(written).length;
  }

  #firstBytes(count) {
    return decoder.decode(encoder.encode(this.#text).subarray(0, count));
  }

  toString() {
    return this.#text;
  }
}
