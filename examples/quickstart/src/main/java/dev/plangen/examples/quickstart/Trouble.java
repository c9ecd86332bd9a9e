package dev.plangen.examples.quickstart;

import dev.plangen.client.FieldViolation;
import dev.plangen.client.PlanGenException;

/** Tells a person why there is no plan. */
final class Trouble {

  private Trouble() {}

  static void tell(Printer printer, PlanGenException e) {
    printer.line("");
    printer.paragraph("", "", String.valueOf(e.getMessage()));
    for (FieldViolation violation : e.fieldViolations()) {
      printer.paragraph("- ", "  ", violation.description());
    }
    if (e.reason().equals("MODEL_REJECTED_REQUEST")) {
      printer.paragraph(
          "",
          "",
          "The quickstart serves the offline model alone: for a real one, start"
              + " server/bin/plangen-server yourself.");
    }
  }
}
