// SPDX-License-Identifier: Apache-2.0
package io.berth.protocol;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/// All that another implementation depends on, one line each: what is on the wire, nothing of how
/// it is commented.
final class Promises {

  private Promises() {}

  /// Returns the lines of some files, sorted.
  static List<String> of(List<FileDescriptor> files) {
    List<String> lines = new ArrayList<>();
    for (FileDescriptor file : files) {
      for (ServiceDescriptor service : file.getServices()) {
        for (MethodDescriptor method : service.getMethods()) {
          lines.add(line(method));
        }
      }
      file.getMessageTypes().forEach(message -> add(message, lines));
      file.getEnumTypes().forEach(type -> add(type, lines));
    }
    return lines.stream().sorted().toList();
  }

  private static String line(MethodDescriptor method) {
    return "rpc /%s/%s: %s%s -> %s%s"
        .formatted(
            method.getService().getFullName(),
            method.getName(),
            method.isClientStreaming() ? "stream " : "",
            method.getInputType().getFullName(),
            method.isServerStreaming() ? "stream " : "",
            method.getOutputType().getFullName());
  }

  private static void add(Descriptor message, List<String> lines) {
    lines.add("message " + message.getFullName());
    for (FieldDescriptor field : message.getFields()) {
      lines.add(line(field));
    }
    message.getNestedTypes().forEach(nested -> add(nested, lines));
    message.getEnumTypes().forEach(nested -> add(nested, lines));
  }

  private static String line(FieldDescriptor field) {
    OneofDescriptor choice = field.getRealContainingOneof();
    return "field %s %d: %s%s %s%s"
        .formatted(
            field.getContainingType().getFullName(),
            field.getNumber(),
            field.isRepeated() ? "repeated " : field.hasPresence() ? "optional " : "",
            type(field),
            field.getName(),
            choice == null ? "" : " in " + choice.getName());
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
          field.getType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static void add(EnumDescriptor type, List<String> lines) {
    for (EnumValueDescriptor value : type.getValues()) {
      lines.add(
          "value %s %d: %s".formatted(type.getFullName(), value.getNumber(), value.getName()));
    }
  }
}
