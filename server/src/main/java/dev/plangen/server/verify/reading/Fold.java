package dev.plangen.server.verify.reading;

import java.text.Normalizer;
import java.util.Locale;

/** Makes spellings of a word equal: case and accents do not matter, so Kraków is krakow. */
final class Fold {

  private Fold() {}

  static String word(String word) {
    if (isPlain(word)) {
      return word.toLowerCase(Locale.ROOT);
    }
    // Marks go before that, too: to put many of them in order takes quadratic time.
    String apart = Normalizer.normalize(withoutMarks(word), Normalizer.Form.NFD);
    StringBuilder folded = new StringBuilder(word.length());
    withoutMarks(apart).codePoints().forEach(c -> append(folded, c));
    return folded.toString().toLowerCase(Locale.ROOT);
  }

  private static String withoutMarks(String word) {
    StringBuilder bare = new StringBuilder(word.length());
    word.codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(bare::appendCodePoint);
    return bare.toString();
  }

  private static boolean isPlain(String word) {
    return word.chars().allMatch(c -> c < 0x80);
  }

  /** Letters that Unicode does not take apart. */
  private static void append(StringBuilder folded, int letter) {
    switch (letter) {
      case 'ø', 'Ø' -> folded.append('o');
      case 'ł', 'Ł' -> folded.append('l');
      case 'đ', 'Đ' -> folded.append('d');
      case 'ı' -> folded.append('i');
      case 'ß' -> folded.append("ss");
      case 'æ', 'Æ' -> folded.append("ae");
      case 'œ', 'Œ' -> folded.append("oe");
      case '’', '‘' -> folded.append('\'');
      default -> folded.appendCodePoint(letter);
    }
  }
}
