// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of a file into characters, and refuses what no YAML file holds.
final class Decoding {

  private Decoding() {}

  /// Returns the characters of a file, or `null` if it is too large or not text.
  static @Nullable SourceText decode(
      String file, byte[] content, Limits limits, Findings findings) {
    SourceSpan start = new SourceSpan(file, 1, 1, 1);
    if (content.length > limits.fileSize()) {
      String most = "more than " + limits.fileSize() + " bytes, the most that a workflow may have";
      findings.fileError(
          Rule.SYNTAX,
          start,
          Remark.of(
                  "the file has " + most,
                  "The maximum file size of " + limits.fileSize() + " characters has been exceeded")
              .as(ErrorCode.LIMIT_EXCEEDED)
              .fix("Move long scripts to files of their own."));
      return null;
    }
    CharBuffer characters = CharBuffer.allocate(content.length + 1);
    boolean decoded = decode(content, characters);
    SourceText source = new SourceText(file, characters.flip().toString());
    if (!decoded) {
      reportEncoding(source, findings);
      return null;
    }
    return isPrintable(source, findings) ? source : null;
  }

  /// Returns the characters of a file.
  static String text(byte[] content) throws CharacterCodingException {
    CharBuffer characters = CharBuffer.allocate(content.length + 1);
    if (!decode(content, characters)) {
      throw new CharacterCodingException();
    }
    return characters.flip().toString();
  }

  private static boolean decode(byte[] content, CharBuffer into) {
    Charset charset = StandardCharsets.UTF_8;
    int skip = 0;
    if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
      skip = 3;
    } else if (startsWith(content, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      skip = 2;
    } else if (startsWith(content, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      skip = 2;
    }
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(content, skip, content.length - skip);
    CoderResult result = decoder.decode(bytes, into, true);
    return !result.isError() && !decoder.flush(into).isError();
  }

  private static boolean startsWith(byte[] content, int... mark) {
    if (content.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((content[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static void reportEncoding(SourceText source, Findings findings) {
    int at = source.text().length();
    findings.error(
        Rule.SYNTAX,
        source.span(at, at),
        Remark.of("the file is not UTF-8 from here on", null)
            .as(ErrorCode.YAML_INVALID)
            .fix("Save the file as UTF-8."));
  }

  private static boolean isPrintable(SourceText source, Findings findings) {
    String text = source.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = c < ' ' ? c != '\t' && c != '\n' && c != '\r' : isControl(c);
      if (control) {
        String code = "U+" + hex(c);
        findings.error(
            Rule.SYNTAX,
            source.span(i, i + 1),
            Remark.of("the character " + code + " cannot stand in a YAML file", null)
                .as(ErrorCode.YAML_INVALID)
                .fix("Remove it, or write it as an escape in double quotes."));
        return false;
      }
    }
    return true;
  }

  private static boolean isControl(char c) {
    return c >= 0x7F && (c < 0xA0 ? c != 0x85 : c >= 0xFFFE);
  }

  private static String hex(char c) {
    String digits = Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT);
    return "0".repeat(4 - digits.length()) + digits;
  }
}
