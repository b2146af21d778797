// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Where the jobs of a graph stand: in columns from left to right, each right of all that it waits
/// for. Where a job waits for one that is not in the column before, a way leads through the columns
/// between.
final class GraphLayout {

  private static final int SWEEPS = 4;

  private final List<List<Place>> columns = new ArrayList<>();

  /// One place in a column: a job, or a way past it.
  static final class Place {
    final Graph.@Nullable Node node;
    final List<Place> next = new ArrayList<>();
    final List<Place> before = new ArrayList<>();
    int top;
    int height;
    private int anchor;
    private double wish;

    Place(Graph.@Nullable Node node) {
      this.node = node;
    }

    /// Where lines arrive and leave.
    int line() {
      return top + anchor;
    }
  }

  /// How large things are.
  ///
  /// @param anchor how far below the top of a job its lines arrive
  /// @param way how high a way past is
  /// @param gap how much room is left between two places of a column
  record Measures(int anchor, int way, int gap) {}

  private GraphLayout() {}

  /// Lays a graph out.
  ///
  /// @param height how high a job is
  /// @param measures what else there is to measure
  static GraphLayout of(Graph graph, ToIntFunction<Graph.Node> height, Measures measures) {
    var layout = new GraphLayout();
    layout.place(graph);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      layout.order(sweep % 2 == 0);
    }
    for (List<Place> column : layout.columns) {
      for (Place place : column) {
        Graph.Node node = place.node;
        place.height = node == null ? measures.way : height.applyAsInt(node);
        place.anchor = node == null ? measures.way / 2 : measures.anchor;
      }
    }
    layout.stack(measures.gap);
    return layout;
  }

  List<List<Place>> columns() {
    return columns;
  }

  /// Returns how high all of it is.
  int height() {
    int height = 0;
    for (List<Place> column : columns) {
      for (Place place : column) {
        height = Math.max(height, place.top + place.height);
      }
    }
    return height;
  }

  private void place(Graph graph) {
    Map<String, Integer> levels = graph.levels();
    Map<String, Place> jobs = new LinkedHashMap<>();
    for (Graph.Node node : graph.nodes()) {
      int level = levels.getOrDefault(node.id(), 0);
      while (columns.size() <= level) {
        columns.add(new ArrayList<>());
      }
      var place = new Place(node);
      columns.get(level).add(place);
      jobs.put(node.id(), place);
    }
    Map<Place, Map<Integer, Place>> ways = new HashMap<>();
    for (Graph.Node node : graph.nodes()) {
      Place target = jobs.get(node.id());
      for (String id : node.needs()) {
        Place first = jobs.get(id);
        if (first == null || target == null) {
          continue;
        }
        Place from = first;
        int level = levels.getOrDefault(id, 0) + 1;
        for (; level < levels.getOrDefault(node.id(), 0); level++) {
          from = way(from, ways.computeIfAbsent(first, _ -> new HashMap<>()), level);
        }
        link(from, target);
      }
    }
  }

  /// All that wait for a job share the way to it.
  private Place way(Place from, Map<Integer, Place> ways, int level) {
    Place known = ways.get(level);
    if (known != null) {
      return known;
    }
    var way = new Place(null);
    columns.get(level).add(way);
    ways.put(level, way);
    link(from, way);
    return way;
  }

  private static void link(Place from, Place to) {
    if (!from.next.contains(to)) {
      from.next.add(to);
      to.before.add(from);
    }
  }

  /// Sorts every column by where the neighbours of its places stand.
  private void order(boolean forward) {
    for (int i = 0; i < columns.size(); i++) {
      List<Place> column = columns.get(forward ? i : columns.size() - 1 - i);
      int index = 0;
      for (Place place : column) {
        List<Place> neighbours = forward ? place.before : place.next;
        place.wish = neighbours.isEmpty() ? index : mean(neighbours);
        index++;
      }
      column.sort(Comparator.comparingDouble(place -> place.wish));
    }
  }

  private double mean(List<Place> places) {
    double sum = 0;
    for (Place place : places) {
      for (List<Place> column : columns) {
        sum += Math.max(0, column.indexOf(place));
      }
    }
    return sum / places.size();
  }

  /// Gives every place the height of those before it as far as there is room.
  private void stack(int gap) {
    for (List<Place> column : columns) {
      int free = 0;
      for (Place place : column) {
        int wished = 0;
        for (Place before : place.before) {
          wished += before.line();
        }
        int line = place.before.isEmpty() ? 0 : wished / place.before.size();
        place.top = Math.max(free, line - place.anchor);
        free = place.top + place.height + gap;
      }
    }
  }
}
