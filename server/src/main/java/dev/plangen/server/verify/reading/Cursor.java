package dev.plangen.server.verify.reading;

import dev.plangen.server.verify.reading.Token.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A place in a sentence. What is read is either there, and then the place is behind it, or the
 * place stays. Owned by one thread.
 */
public final class Cursor {

  private final List<Token> tokens;
  private int at;

  public Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  public boolean isAtEnd() {
    return at == tokens.size();
  }

  /** For {@link #goBackTo}. */
  public int place() {
    return at;
  }

  public void goBackTo(int place) {
    at = place;
  }

  public Optional<Token> peek() {
    return peek(0);
  }

  /**
   * A token ahead, if there is one.
   *
   * @param ahead 0 is the next token
   */
  public Optional<Token> peek(int ahead) {
    return at + ahead < tokens.size() ? Optional.of(tokens.get(at + ahead)) : Optional.empty();
  }

  /** The next token, whatever it is. */
  public Token next() {
    return tokens.get(at++);
  }

  public boolean take(Phrase phrase) {
    int taken = phrase.matchAt(tokens, at);
    at += taken;
    return taken > 0;
  }

  public boolean takeWord(String word) {
    return step(at < tokens.size() && tokens.get(at).isWord(word));
  }

  public boolean takeSign(String sign) {
    return step(at < tokens.size() && tokens.get(at).isSign(sign));
  }

  public OptionalInt takeNumber() {
    return at < tokens.size() && tokens.get(at).isSmallNumber()
        ? OptionalInt.of(tokens.get(at++).value())
        : OptionalInt.empty();
  }

  /**
   * A number in digits, or one of these words.
   *
   * @param words in lower case, with their numbers
   */
  public OptionalInt takeNumber(Map<String, Integer> words) {
    OptionalInt digits = takeNumber();
    if (digits.isPresent()) {
      return digits;
    }
    int place = place();
    Optional<Integer> number = takeAnyWord().map(word -> words.get(word.text()));
    if (number.isEmpty()) {
      goBackTo(place);
    }
    return number.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  public Optional<Token> takeAnyWord() {
    return at < tokens.size() && tokens.get(at).kind() == Kind.WORD
        ? Optional.of(tokens.get(at++))
        : Optional.empty();
  }

  private boolean step(boolean there) {
    if (there) {
      at++;
    }
    return there;
  }
}
