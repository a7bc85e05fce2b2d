package io.tidemill.connect.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which option a component of a record is read from. The reference of options is made from
/// it.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {
    /// The name, as Spark writes it.
    String name();

    /// What it is when it is not given, as text; empty for a component of type `Optional`, and for
    /// one that must be given when [#required].
    String otherwise() default "";

    boolean required() default false;

    /// What it does, its unit and its bounds: a sentence for the reference.
    String help();
}
