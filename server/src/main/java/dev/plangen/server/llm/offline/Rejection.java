package dev.plangen.server.llm.offline;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed.Kind;
import dev.plangen.server.domain.FailureException;

/** What the offline model says about a prompt that it can't answer. Never quotes the prompt. */
final class Rejection {

  private static final String FORMS =
      " It solves two forms of problem: meetings (\"You need to schedule a meeting for Ann and Ben"
          + " for half an hour between the work hours of 9:00 to 17:00 on Monday. Ann is busy on"
          + " Monday during 9:00 to 12:00, 13:00 to 15:30. Ben would rather not meet on Monday"
          + " before 12:30.\") and trips of at most "
          + TripSolver.MOST_CITIES
          + " cities (\"You plan to visit 3 European cities for 7 days in total. You only take"
          + " direct flights to commute between cities. You want to spend 3 days in Rome. You want"
          + " to spend 2 days in Paris. You want to spend 4 days in Berlin. Here are the cities"
          + " that have direct flights: Rome and Paris, Paris and Berlin.\"). For any other, use a"
          + " real model: set OPENAI_API_KEY (and OPENAI_BASE_URL), or list one in the"
          + " configuration file.";

  private Rejection() {}

  static FailureException unknownForm() {
    return rejected("The offline model does not know this form of problem.");
  }

  static FailureException tooManyCities() {
    return rejected("The offline model can't plan a trip to so many cities.");
  }

  /**
   * @param number counts the sentences of the problem from 1
   */
  static FailureException unknownSentence(int number) {
    return rejected(
        "The offline model does not understand sentence "
            + number
            + " of the problem (a colon, a semicolon or a line's end ends a sentence too).");
  }

  static FailureException wrongNumberOfCities(int announced, int named) {
    return rejected(
        "The problem announces "
            + announced
            + " cities, but the offline model finds the days to spend in "
            + named
            + ".");
  }

  static FailureException noFlights() {
    return rejected("The offline model finds no list of direct flights in the problem.");
  }

  static FailureException unknownFlight() {
    return rejected("The offline model does not understand the list of direct flights.");
  }

  private static FailureException rejected(String what) {
    return new FailureException(new Failure.ModelFailed(Kind.REJECTED_REQUEST, what + FORMS));
  }
}
