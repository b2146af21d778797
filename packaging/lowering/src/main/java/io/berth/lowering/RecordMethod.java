// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A method that the compiler leaves to the JDK to make for a record: `equals`, `hashCode` or
/// `toString`.
///
/// @param signature of the call site, whose first argument is the record
/// @param kind which of the three
/// @param components in their order
record RecordMethod(MethodTypeDesc signature, Kind kind, List<Component> components)
    implements Lowered {

  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

  /// Which method it is.
  enum Kind {
    EQUALS,
    HASH_CODE,
    TO_STRING
  }

  /// One component of the record: a field.
  record Component(String name, ClassDesc type) {}

  /// Returns the method of a call site, or null if it is not of this kind.
  static @Nullable RecordMethod of(InvokeDynamicInstruction call) {
    if (!call.bootstrapMethod().owner().equals(BOOTSTRAPS)) {
      return null;
    }
    Kind kind =
        switch (call.name().stringValue()) {
          case "equals" -> Kind.EQUALS;
          case "hashCode" -> Kind.HASH_CODE;
          case "toString" -> Kind.TO_STRING;
          default -> null;
        };
    List<ConstantDesc> arguments = call.bootstrapArgs();
    if (kind == null || !call.typeSymbol().parameterType(0).equals(arguments.getFirst())) {
      return null;
    }
    List<Component> components = new ArrayList<>();
    for (ConstantDesc argument : arguments.subList(2, arguments.size())) {
      if (!(argument instanceof DirectMethodHandleDesc getter)
          || getter.kind() != DirectMethodHandleDesc.Kind.GETTER) {
        return null;
      }
      components.add(new Component(getter.methodName(), getter.invocationType().returnType()));
    }
    return new RecordMethod(call.typeSymbol(), kind, components);
  }

  @Override
  public void body(CodeBuilder code, ClassDesc owner) {
    switch (kind) {
      case EQUALS -> equalsBody(code, owner);
      case HASH_CODE -> hashCodeBody(code, owner);
      case TO_STRING -> toStringBody(code, owner);
    }
  }

  private void equalsBody(CodeBuilder code, ClassDesc owner) {
    Label other = code.newLabel();
    Label differs = code.newLabel();
    code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
    code.aload(1).instanceOf(owner).ifeq(differs);
    code.aload(1).checkcast(owner).astore(2);
    for (Component component : components) {
      code.aload(0).getfield(owner, component.name, component.type);
      code.aload(2).getfield(owner, component.name, component.type);
      if (component.type.isPrimitive()) {
        code.invokestatic(
            box(component.type), "compare", signature(ConstantDescs.CD_int, component.type, 2));
        code.ifne(differs);
      } else {
        var signature = signature(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, 2);
        code.invokestatic(OBJECTS, "equals", signature).ifeq(differs);
      }
    }
    code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
  }

  /// As the JDK does today: 31 times what came before, plus the component.
  private void hashCodeBody(CodeBuilder code, ClassDesc owner) {
    code.iconst_0();
    for (Component component : components) {
      code.bipush(31).imul();
      code.aload(0).getfield(owner, component.name, component.type);
      boolean primitive = component.type.isPrimitive();
      code.invokestatic(
          primitive ? box(component.type) : OBJECTS,
          "hashCode",
          signature(ConstantDescs.CD_int, primitive ? component.type : ConstantDescs.CD_Object, 1));
      code.iadd();
    }
    code.return_(TypeKind.INT);
  }

  private void toStringBody(CodeBuilder code, ClassDesc owner) {
    String name = owner.displayName();
    code.new_(BUILDER)
        .dup()
        .invokespecial(BUILDER, "<init>", MethodTypeDesc.of(ConstantDescs.CD_void));
    String before = name.substring(name.lastIndexOf('$') + 1) + "[";
    for (Component component : components) {
      append(code.loadConstant(before + component.name + "="), ConstantDescs.CD_String);
      append(code.aload(0).getfield(owner, component.name, component.type), component.type);
      before = ", ";
    }
    append(code.loadConstant(components.isEmpty() ? before + "]" : "]"), ConstantDescs.CD_String);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
  }

  private static void append(CodeBuilder code, ClassDesc type) {
    ClassDesc taken = type;
    if (!type.isPrimitive() && !type.equals(ConstantDescs.CD_String)) {
      taken = ConstantDescs.CD_Object;
    } else if (type.equals(ConstantDescs.CD_byte) || type.equals(ConstantDescs.CD_short)) {
      taken = ConstantDescs.CD_int;
    }
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, taken));
  }

  private static MethodTypeDesc signature(ClassDesc result, ClassDesc argument, int times) {
    return MethodTypeDesc.of(result, Collections.nCopies(times, argument));
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (primitive.descriptorString()) {
      case "B" -> ConstantDescs.CD_Byte;
      case "C" -> ConstantDescs.CD_Character;
      case "D" -> ConstantDescs.CD_Double;
      case "F" -> ConstantDescs.CD_Float;
      case "I" -> ConstantDescs.CD_Integer;
      case "J" -> ConstantDescs.CD_Long;
      case "S" -> ConstantDescs.CD_Short;
      case "Z" -> ConstantDescs.CD_Boolean;
      default -> throw new IllegalArgumentException("a component of type " + primitive);
    };
  }
}
