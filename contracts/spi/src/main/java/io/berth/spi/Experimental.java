// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks what may still change or go without notice: no backend of a second kind has tried it yet.
///
/// Kept in class files, so that a build can list what it uses.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface Experimental {}
