// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.workflow.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputPipelineTest {

  private static final CommandRules RULES =
      CommandRules.of(Dialect.GITHUB, Map.of(), false, "/workspace");

  private final Heard heard = new Heard();

  private OutputPipeline pipeline(String... secrets) {
    return new OutputPipeline(
        new Masker(List.of(secrets)), RULES, PipelineState.initial(RULES), heard);
  }

  private static void feed(OutputPipeline pipeline, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    pipeline.accept(bytes, 0, bytes.length);
  }

  @Test
  void outputPassesThroughByteForByte() {
    byte[] bytes = new byte[1_000_000];
    new Random(7).nextBytes(bytes);
    OutputPipeline pipeline = pipeline("a secret that does not occur");

    for (int at = 0; at < bytes.length; at += 4096) {
      pipeline.accept(bytes, at, Math.min(bytes.length, at + 4096));
    }
    pipeline.finish();

    assertThat(heard.bytes()).isEqualTo(bytes);
    assertThat(pipeline.decided()).isEqualTo(bytes.length);
  }

  @Test
  void blocksAreWholeLines() {
    OutputPipeline pipeline = pipeline();

    feed(pipeline, "one\ntw");
    feed(pipeline, "o\nthr");
    feed(pipeline, "ee");
    pipeline.finish();

    assertThat(heard.blocks()).containsExactly("one\n", "two\n", "three");
  }

  @Test
  void cleanBlocksAreForwardedWithoutACopy() {
    byte[] chunk = "one\ntwo\n".getBytes(UTF_8);
    var seen = new ArrayList<byte[]>();
    var listener =
        new OutputListener() {
          @Override
          public void onLog(byte[] bytes, int from, int to) {
            seen.add(bytes);
          }

          @Override
          public void onEffect(CommandEffect effect) {}
        };
    var masker = new Masker(List.of("secret"));
    var pipeline = new OutputPipeline(masker, RULES, PipelineState.initial(RULES), listener);

    pipeline.accept(chunk, 0, chunk.length);

    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst()).isSameAs(chunk);
  }

  @Test
  void whatIsDeliveredIsAccountedForAndNoMore() {
    var positions = new ArrayList<Long>();
    var pipelines = new ArrayList<OutputPipeline>();
    var listener =
        new OutputListener() {
          @Override
          public void onLog(byte[] bytes, int from, int to) {
            positions.add(pipelines.getFirst().decided());
          }

          @Override
          public void onEffect(CommandEffect effect) {
            positions.add(-pipelines.getFirst().decided());
          }
        };
    var state = PipelineState.initial(RULES);
    pipelines.add(new OutputPipeline(new Masker(), RULES, state, listener));

    feed(pipelines.getFirst(), "one\n::set-output name=a::b\ntwo\nth");
    feed(pipelines.getFirst(), "ree\nfour");

    assertThat(positions).containsExactly(4L, -27L, 31L, 37L);
  }

  @Test
  void aSecretCutByAChunkIsHidden() {
    OutputPipeline pipeline = pipeline("super-secret");

    feed(pipeline, "my super-");
    feed(pipeline, "secret is\n");

    assertThat(heard.text()).isEqualTo("my *** is\n");
  }

  @Test
  void aMaskWorksFromTheNextLineOnAndIsNeverShown() {
    OutputPipeline pipeline = pipeline();

    feed(pipeline, "token-77\n::add-mask::token-77\ntoken-77\n");

    assertThat(heard.text()).isEqualTo("token-77\n***\n");
    assertThat(heard.effects()).containsExactly(new CommandEffect.AddMask("token-77"));
  }

  @Test
  void linesThatMayBeginASecretAreHeldBackUntilThatIsDecided() {
    OutputPipeline pipeline = pipeline("{\n\"key\": \"value\"\n}");

    feed(pipeline, "before\n{\n");
    assertThat(heard.text()).isEqualTo("before\n");
    assertThat(pipeline.decided()).isEqualTo(7);

    feed(pipeline, "\"key\": \"value\"\n");
    assertThat(heard.text()).isEqualTo("before\n");

    feed(pipeline, "}\nafter\n{\n");
    assertThat(heard.text()).isEqualTo("before\n***\n***\n***\nafter\n");

    feed(pipeline, "other\n");
    assertThat(heard.text()).endsWith("after\n{\nother\n");
  }

  @Test
  void aCommandEndsTheWaitForTheRestOfASecret() {
    OutputPipeline pipeline = pipeline("{\nsecret line\n}");

    feed(pipeline, "{\n::set-output name=a::b\n}\n");

    assertThat(heard.text()).isEqualTo("{\n}\n");
    assertThat(heard.effects()).containsExactly(new CommandEffect.SetOutput("a", "b"));
  }

  @Test
  void theLastLineIsACommandEvenWithoutItsEnd() {
    OutputPipeline pipeline = pipeline();

    feed(pipeline, "text\n::set-output name=a::b");
    assertThat(heard.effects()).isEmpty();
    pipeline.finish();

    assertThat(heard.effects()).containsExactly(new CommandEffect.SetOutput("a", "b"));
    assertThat(heard.text()).isEqualTo("text\n");
  }

  @Test
  void aLineOfTenMegabytesStaysOneLineAndItsCommandIsObeyed() {
    OutputPipeline pipeline = pipeline("secret-inside");
    String value = "v".repeat(10 << 20);

    feedInPieces(pipeline, "::set-output name=big::" + value + "\n");
    feedInPieces(pipeline, "x".repeat(10 << 20) + "secret-inside\n");

    assertThat(heard.effects()).containsExactly(new CommandEffect.SetOutput("big", value));
    assertThat(heard.blocks()).hasSize(1);
    assertThat(heard.text()).hasSize((10 << 20) + 4).endsWith("x***\n");
  }

  @Test
  void aLineBeyondTheLongestIsPassedOnInPiecesAndStillMasked() {
    OutputPipeline pipeline = pipeline("0123456789abcdef", "cdefghijkl");
    String unit = "x".repeat(65_536 - 8) + "0123456789abcdefghijkl";
    String line = unit.repeat(300);

    feedInPieces(pipeline, line + "\n::set-output name=a::b\nlast");
    assertThat(pipeline.decided()).isGreaterThan(line.length());
    pipeline.finish();

    assertThat(heard.blocks().size()).isGreaterThan(2);
    assertThat(heard.text()).isEqualTo(("x".repeat(65_536 - 8) + "***").repeat(300) + "\nlast");
    assertThat(heard.effects()).containsExactly(new CommandEffect.SetOutput("a", "b"));
  }

  @Test
  void aPieceOfALongLineIsNeverACommand() {
    OutputPipeline pipeline = pipeline();
    feedInPieces(pipeline, "x".repeat(OutputPipeline.LONGEST_LINE + 65_536));

    feed(pipeline, "::set-output name=a::b\n");

    assertThat(heard.effects()).isEmpty();
    assertThat(heard.text()).endsWith("x::set-output name=a::b\n");
  }

  @Test
  void theEndOfAnEndlessLineIsNotLost() {
    OutputPipeline pipeline = pipeline("0123456789abcdef");
    String line = "y".repeat(OutputPipeline.LONGEST_LINE + 100) + "0123456789abcdef";

    feedInPieces(pipeline, line);
    pipeline.finish();

    assertThat(heard.text()).isEqualTo("y".repeat(OutputPipeline.LONGEST_LINE + 100) + "***");
  }

  @Test
  void anotherPipelineGoesOnInTheMiddleOfALongLineAndOfItsSecrets() {
    String secret = "0123456789".repeat(1000);
    String head = "y".repeat(OutputPipeline.LONGEST_LINE - 5000);
    String tail = "z".repeat(5000);
    byte[] output = (head + secret + tail + "\nnext\n").getBytes(UTF_8);
    var masker = new Masker(List.of(secret));
    var first = new OutputPipeline(masker, RULES, PipelineState.initial(RULES), heard);
    first.accept(output, 0, output.length - "\nnext\n".length());
    assertThat(first.state().middle().hidden()).isPositive();

    var second = new OutputPipeline(masker, RULES, first.state(), heard);
    second.accept(output, (int) first.decided(), output.length);
    second.finish();

    assertThat(heard.text()).isEqualTo(head + "***" + tail + "\nnext\n");
  }

  private static void feedInPieces(OutputPipeline pipeline, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += 65_536) {
      pipeline.accept(bytes, at, Math.min(bytes.length, at + 65_536));
    }
  }

  @Test
  void whateverTheChunksTheResultIsTheSame() {
    for (int seed = 0; seed < 1500; seed++) {
      var random = new Random(seed);
      List<String> secrets = MaskerTest.secrets(random);
      byte[] output = output(random, secrets).getBytes(UTF_8);

      Heard whole = runWhole(secrets, output);
      Heard pieces = run(secrets, output, random);

      assertThat(pieces.text()).as("seed %d, secrets %s", seed, secrets).isEqualTo(whole.text());
      assertThat(pieces.effects()).as("seed %d", seed).isEqualTo(whole.effects());
      assertThat(String.join("", pieces.blocks()))
          .isEqualTo(new String(pieces.bytes(), ISO_8859_1));
    }
  }

  @Test
  void withoutCommandsTheLogIsTheNaivelyMaskedOutput() {
    for (int seed = 0; seed < 1500; seed++) {
      var random = new Random(seed);
      List<String> secrets = MaskerTest.secrets(random);
      String text = MaskerTest.text(random, secrets).replace("::", ":").replace("##", "#");
      byte[] output = text.getBytes(UTF_8);

      Heard pieces = run(secrets, output, random);

      assertThat(pieces.text())
          .as("seed %d, secrets %s", seed, secrets)
          .isEqualTo(NaiveMask.of(secrets, text));
    }
  }

  @Test
  void anotherPipelineGoesOnWhereOneWasCut() {
    for (int seed = 0; seed < 1000; seed++) {
      var random = new Random(seed);
      List<String> secrets = MaskerTest.secrets(random);
      byte[] output = output(random, secrets).getBytes(UTF_8);
      Heard whole = runWhole(secrets, output);
      int cut = random.nextInt(output.length + 1);

      var last = new Heard();
      var first =
          new OutputPipeline(new Masker(secrets), RULES, PipelineState.initial(RULES), last);
      first.accept(output, 0, cut);
      int decided = (int) first.decided();
      var second = new OutputPipeline(new Masker(secrets), RULES, first.state(), last);
      second.accept(output, decided, output.length);
      second.finish();

      assertThat(last.text()).as("seed %d, cut %d", seed, cut).isEqualTo(whole.text());
      assertThat(last.effects()).as("seed %d, cut %d", seed, cut).isEqualTo(whole.effects());
    }
  }

  private static Heard run(List<String> secrets, byte[] output, Random random) {
    var heard = new Heard();
    var masker = new Masker(secrets);
    var pipeline = new OutputPipeline(masker, RULES, PipelineState.initial(RULES), heard);
    int at = 0;
    while (at < output.length) {
      int to = Math.min(output.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 40));
      pipeline.accept(output, at, to);
      at = to;
    }
    pipeline.finish();
    return heard;
  }

  private static Heard runWhole(List<String> secrets, byte[] output) {
    var heard = new Heard();
    var masker = new Masker(secrets);
    var pipeline = new OutputPipeline(masker, RULES, PipelineState.initial(RULES), heard);
    pipeline.accept(output, 0, output.length);
    pipeline.finish();
    return heard;
  }

  private static String output(Random random, List<String> secrets) {
    List<String> commands =
        List.of(
            "::set-output name=x::y\n",
            "  ::warning file=a.c,line=1::careful\n",
            "::add-mask::ab\n",
            "::stop-commands::pause-token\n",
            "::pause-token::\n",
            "::echo::on\n",
            "text ##[group]title\n",
            "::set-env name=A::b\n",
            "::1 localhost\n",
            "no ::command::\n");
    var output = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      output.append(MaskerTest.text(random, secrets));
      if (random.nextBoolean()) {
        output.append('\n').append(commands.get(random.nextInt(commands.size())));
      }
    }
    return output.toString();
  }
}
