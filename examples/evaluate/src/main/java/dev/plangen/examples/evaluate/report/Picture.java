package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.report.Sheet.VotePoint;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Quality against tokens, a picture for each model and family: a point for each row, with its 95 %
 * interval, and the curve of majority votes. Rows of one method have one colour, those of one jury
 * one shape.
 */
final class Picture {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 560;

  /** Twice as sharp as on an old screen. */
  private static final int DOTS_PER_INCH = 144;

  private static final Color VOTE = new Color(0x77, 0x77, 0x77);

  /** Of searches: Okabe and Ito's colours, which people with any colour vision can tell apart. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0xE6, 0x9F, 0x00),
          new Color(0x56, 0xB4, 0xE9),
          new Color(0x00, 0x9E, 0x73),
          new Color(0x00, 0x72, 0xB2),
          new Color(0xD5, 0x5E, 0x00),
          new Color(0xCC, 0x79, 0xA7));

  private static final List<Marker> SHAPES =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN);

  private final XYChart chart;
  private final List<String> methods = new ArrayList<>();
  private final List<String> juries = new ArrayList<>();

  private Picture(XYChart chart) {
    this.chart = chart;
  }

  /** Writes the pictures, each beside {@code file} and with a name that says what it shows. */
  static List<Path> write(Path file, String label, List<Sheet> sheets) throws IOException {
    List<Path> written = new ArrayList<>();
    for (Sheet sheet : sheets) {
      if (!sheet.problems().equals(Sheet.ALL)) {
        Path picture = file.resolveSibling(name(file, sheet));
        BitmapEncoder.saveBitmapWithDPI(
            of(label, sheet), picture.toString(), BitmapFormat.PNG, DOTS_PER_INCH);
        written.add(picture);
      }
    }
    return List.copyOf(written);
  }

  private static String name(Path file, Sheet sheet) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.png$", "");
    return "%s-%s-%s.png"
        .formatted(name, sheet.model().replaceAll("[^A-Za-z0-9._-]", "-"), sheet.problems());
  }

  private static XYChart of(String label, Sheet sheet) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(
                "%s: %s, %s, %d problems"
                    .formatted(label, sheet.model(), sheet.problems(), sheet.n()))
            .xAxisTitle("tokens for a problem (logarithmic)")
            .yAxisTitle("satisfied %")
            .build();
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.OutsideE)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("#,###");
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(100.0);
    chart.getStyler().setMarkerSize(9);
    var picture = new Picture(chart);
    picture.drawVotes(sheet.votes());
    sheet.rows().forEach(picture::draw);
    return chart;
  }

  private void drawVotes(List<VotePoint> votes) {
    if (!votes.isEmpty()) {
      chart
          .addSeries(
              "vote of 1 to " + votes.size(),
              votes.stream().mapToDouble(VotePoint::tokens).toArray(),
              votes.stream().mapToDouble(vote -> 100 * vote.satisfied()).toArray())
          .setMarker(SeriesMarkers.NONE)
          .setLineColor(VOTE);
    }
  }

  private void draw(Figures row) {
    // On a logarithmic axis there is no place for nothing.
    double tokens = Math.max(1, row.tokens());
    Color colour = colour(row);
    XYSeries point =
        chart.addSeries(row.row(), new double[] {tokens}, new double[] {100 * row.satisfied()});
    point.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    point.setMarker(shape(row));
    point.setMarkerColor(colour);
    XYSeries interval =
        chart.addSeries(
            row.row() + ", interval",
            new double[] {tokens, tokens},
            new double[] {
              100 * row.satisfiedInterval().low(), 100 * row.satisfiedInterval().high()
            });
    interval.setMarker(SeriesMarkers.NONE);
    interval.setLineColor(colour);
    interval.setLineStyle(new BasicStroke(1));
    interval.setShowInLegend(false);
  }

  private Color colour(Figures row) {
    return switch (row.kind()) {
      case SINGLE, ANY -> Color.BLACK;
      case VOTE -> VOTE;
      case SEARCH -> COLOURS.get(index(methods, row.row().split(" × ", 2)[0]) % COLOURS.size());
    };
  }

  private Marker shape(Figures row) {
    return switch (row.kind()) {
      case SEARCH -> SHAPES.get(index(juries, row.row().split(" × ", 2)[1]) % SHAPES.size());
      case SINGLE, VOTE -> SeriesMarkers.CROSS;
      case ANY -> SeriesMarkers.PLUS;
    };
  }

  /** Its place among those that were drawn before, or the next one. */
  private static int index(List<String> known, String name) {
    if (!known.contains(name)) {
      known.add(name);
    }
    return known.indexOf(name);
  }
}
