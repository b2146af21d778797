// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class GraphTest {

  private static final Graph RELEASE =
      new Graph(
          "Release",
          ".github/workflows/release.yml · on push",
          List.of(
              node("lint", Graph.Kind.JOB, List.of("ubuntu-latest")),
              node("build", Graph.Kind.MATRIX, List.of("x", "· os: linux", "· os: mac")),
              node("docs", Graph.Kind.JOB, List.of("ubuntu-latest")),
              node("test", Graph.Kind.CALL, List.of("calls ./t.yml"), "build", "lint"),
              node("package", Graph.Kind.JOB, List.of("ubuntu-latest"), "build"),
              node("publish", Graph.Kind.JOB, List.of("a"), "package", "test", "docs"),
              node("tell", Graph.Kind.JOB, List.of("b"), "publish")));

  @Test
  void jobsStandRightOfAllThatTheyWaitFor() throws IOException {
    Golden.check("graph.txt", String.join("\n", GraphText.rows(RELEASE, new Theme(false, true))));
    Golden.check(
        "graph-ascii.txt", String.join("\n", GraphText.rows(RELEASE, new Theme(false, false))));
  }

  @Test
  void theSamePictureCanBeHadAsSvgAndForOtherPrograms() throws IOException {
    Golden.check("graph.svg", GraphSvg.of(List.of(RELEASE)));
    Golden.check("graph.mermaid", GraphNotation.mermaid(List.of(RELEASE)));
    Golden.check("graph.dot", GraphNotation.dot(List.of(RELEASE)));
  }

  @Test
  void noTextLeavesItsPlace() throws Exception {
    String hostile = "</text><script>alert(1)</script>\u001b[2J\u0000\"]; evil[\"\\";
    var graph =
        new Graph(hostile, hostile, List.of(node(hostile, Graph.Kind.JOB, List.of(hostile))));

    String svg = GraphSvg.of(List.of(graph));

    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(String.join("", GraphText.rows(graph, new Theme(false, true))))
        .doesNotContain("\u001b", "\u0000");
    assertThat(GraphNotation.mermaid(List.of(graph))).doesNotContain("<script", "\"];");
    assertThat(GraphNotation.dot(List.of(graph))).contains("evil[\\\"\\\\\"");
  }

  @Test
  void everyGraphCanBeDrawnAndEveryJobIsInIt() {
    var random = new Random(7);
    for (int round = 0; round < 50; round++) {
      List<Graph.Node> nodes = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        List<String> needs = new ArrayList<>();
        for (int j = 0; j < i; j++) {
          if (random.nextInt(5) == 0) {
            needs.add("job" + j + ".");
          }
        }
        nodes.add(
            new Graph.Node("job" + i + ".", "job" + i + ".", List.of(), Graph.Kind.JOB, needs));
      }
      var graph = new Graph("g", "", nodes);

      String text = String.join("\n", GraphText.rows(graph, new Theme(false, true)));

      assertThat(nodes).allSatisfy(node -> assertThat(text).contains("│ " + node.title()));
      assertThat(text.chars().filter(c -> c == '▶').count())
          .as("every job that waits has an arrow")
          .isEqualTo(nodes.stream().filter(node -> !node.needs().isEmpty()).count());
    }
  }

  @Test
  void jobsThatWaitForEachOtherOrForNobodyAreDrawnAllTheSame() {
    var graph =
        new Graph(
            "g",
            "",
            List.of(
                node("a", Graph.Kind.JOB, List.of(), "b"),
                node("b", Graph.Kind.JOB, List.of(), "a", "nobody")));

    assertThat(String.join("\n", GraphText.rows(graph, new Theme(false, true)))).contains("a", "b");
  }

  private static Graph.Node node(String id, Graph.Kind kind, List<String> lines, String... needs) {
    return new Graph.Node(id, id, lines, kind, List.of(needs));
  }
}
