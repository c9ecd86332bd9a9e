package dev.plangen.examples.terminal.option;

import dev.plangen.v1.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 0.05USD}; without a currency, it is US dollars. */
public final class Amounts implements ITypeConverter<Money> {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?) ?([A-Za-z]{3})?");

  @Override
  public Money convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException("must be like 0.05USD, and is " + text);
    }
    BigDecimal amount = new BigDecimal(form.group(1));
    BigDecimal units = amount.setScale(0, RoundingMode.DOWN);
    String currency = form.group(2) == null ? "USD" : form.group(2);
    return Money.newBuilder()
        .setCurrencyCode(currency.toUpperCase(Locale.ROOT))
        .setUnits(units.longValueExact())
        .setNanos(amount.subtract(units).movePointRight(9).intValueExact())
        .build();
  }
}
