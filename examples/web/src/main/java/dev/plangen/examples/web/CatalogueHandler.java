package dev.plangen.examples.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.plangen.client.PlanGenClient;
import java.io.IOException;

/** What a problem can be solved with: the answers of ListModels and ListAlgorithms in one. */
final class CatalogueHandler implements HttpHandler {

  private final PlanGenClient client;

  CatalogueHandler(PlanGenClient client) {
    this.client = client;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      throw new RefusedException(405, "The catalogue can only be read.");
    }
    JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();
    JsonObject catalogue =
        JsonParser.parseString(printer.print(client.listModels())).getAsJsonObject();
    JsonParser.parseString(printer.print(client.listAlgorithms()))
        .getAsJsonObject()
        .asMap()
        .forEach(catalogue::add);
    Answer.json(exchange, 200, catalogue.toString());
  }
}
