package io.tidemill.sql;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Beans as rows: each property with a getter and a setter is a column, in alphabetical order.
///
/// A property of a class that is itself a bean is a STRUCT, a `List` or array an ARRAY, a `Map` a
/// MAP.
final class BeanEncoder<T> extends Encoder<T> {
    private record Property(String name, Method getter, Method setter, Type type) {}

    private final Class<T> type;
    private final Constructor<T> constructor;
    private final List<Property> properties;
    private final StructType schema;

    BeanEncoder(Class<T> type) {
        this.type = type;
        this.properties = properties(type);
        try {
            this.constructor = type.getDeclaredConstructor();
            constructor.trySetAccessible();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "%s needs a constructor without arguments to be a bean"
                            .formatted(type.getName()),
                    e);
        }
        if (properties.isEmpty() || Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException(
                    "%s has no property with a public getter and setter, or is abstract"
                            .formatted(type.getName()));
        }
        this.schema =
                new StructType(
                        properties.stream()
                                .map(p ->
                                        new StructField(
                                                p.name,
                                                dataType(p.type),
                                                !(p.type instanceof Class<?> c && c.isPrimitive())))
                                .toList());
    }

    private static List<Property> properties(Class<?> type) {
        var found = new TreeMap<String, Property>();
        for (var getter : type.getMethods()) {
            var name = propertyName(getter);
            if (name.isEmpty() || getter.getDeclaringClass() == Object.class) {
                continue;
            }
            setter(type, name, getter)
                    .ifPresent(setter ->
                            found.put(
                                    name,
                                    new Property(
                                            name, getter, setter, getter.getGenericReturnType())));
        }
        found.values()
                .forEach(property -> {
                    property.getter().trySetAccessible();
                    property.setter().trySetAccessible();
                });
        return List.copyOf(found.values());
    }

    private static Optional<Method> setter(Class<?> type, String name, Method getter) {
        var setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(setter))
                .filter(method ->
                        Arrays.equals(
                                method.getParameterTypes(),
                                new Class<?>[] {getter.getReturnType()}))
                .findFirst();
    }

    /// `signal` of `getSignal()`; empty when the method is no getter.
    private static String propertyName(Method method) {
        var name = method.getName();
        boolean isBoolean = method.getReturnType() == boolean.class;
        int prefix = name.startsWith("get") ? 3 : isBoolean && name.startsWith("is") ? 2 : -1;
        if (prefix < 0
                || name.length() == prefix
                || method.getParameterCount() > 0
                || Modifier.isStatic(method.getModifiers())) {
            return "";
        }
        return Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
    }

    private static DataType dataType(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            var arguments = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == List.class) {
                return new ArrayType(dataType(arguments[0]));
            }
            if (parameterized.getRawType() == Map.class) {
                return new MapType(dataType(arguments[0]), dataType(arguments[1]));
            }
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("no column can hold a " + type.getTypeName());
        }
        if (plain.isArray() && plain != byte[].class) {
            return new ArrayType(dataType(plain.componentType()));
        }
        var simple = SIMPLE.get(MethodType.methodType(plain).wrap().returnType());
        return simple == null ? new BeanEncoder<>(plain).schema() : simple;
    }

    private static final Map<Class<?>, DataType> SIMPLE =
            Map.ofEntries(
                    Map.entry(Boolean.class, DataTypes.BooleanType),
                    Map.entry(Byte.class, DataTypes.ByteType),
                    Map.entry(Short.class, DataTypes.ShortType),
                    Map.entry(Integer.class, DataTypes.IntegerType),
                    Map.entry(Long.class, DataTypes.LongType),
                    Map.entry(Float.class, DataTypes.FloatType),
                    Map.entry(Double.class, DataTypes.DoubleType),
                    Map.entry(String.class, DataTypes.StringType),
                    Map.entry(byte[].class, DataTypes.BinaryType),
                    Map.entry(BigDecimal.class, DataTypes.createDecimalType(38, 18)),
                    Map.entry(Date.class, DataTypes.DateType),
                    Map.entry(LocalDate.class, DataTypes.DateType),
                    Map.entry(Timestamp.class, DataTypes.TimestampType),
                    Map.entry(Instant.class, DataTypes.TimestampType),
                    Map.entry(LocalDateTime.class, DataTypes.TimestampNTZType),
                    Map.entry(Duration.class, DataTypes.createDayTimeIntervalType()),
                    Map.entry(Period.class, DataTypes.createYearMonthIntervalType()));

    @Override
    Class<?> type() {
        return type;
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    T decode(@Nullable Object[] values, StructType columns) {
        return bean(RowValues.row(values, columns));
    }

    private T bean(Row row) {
        try {
            var bean = constructor.newInstance();
            for (var property : properties) {
                var value = java(row.getAs(index(row, property.name)), property.type);
                if (value == null && property.setter.getParameterTypes()[0].isPrimitive()) {
                    throw new NullPointerException(
                            "property %s of %s cannot be NULL; declare it with a class such as Long"
                                    .formatted(property.name, type.getName()));
                }
                property.setter.invoke(bean, value);
            }
            return bean;
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "%s refuses the row %s".formatted(type.getName(), row), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "%s cannot be made: it and its constructor must be accessible"
                            .formatted(type.getName()),
                    e);
        }
    }

    /// Where a column stands, by its name without regard to case.
    private static int index(Row row, String name) {
        var schema = Objects.requireNonNull(row.schema());
        for (int i = 0; i < schema.size(); i++) {
            if (schema.field(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return schema.fieldIndex(name);
    }

    private static @Nullable Object java(@Nullable Object value, Type wanted) {
        if (value instanceof Row row && wanted instanceof Class<?> plain) {
            return new BeanEncoder<>(plain).bean(row);
        }
        if (value instanceof List<?> list && wanted instanceof ParameterizedType parameterized) {
            var elements = new ArrayList<@Nullable Object>();
            list.forEach(
                    each -> elements.add(java(each, parameterized.getActualTypeArguments()[0])));
            return elements;
        }
        return JavaValue.of(value, wanted instanceof Class<?> plain ? plain : Object.class);
    }

    @Override
    @Nullable Object[] encode(@Nullable T object) {
        if (object == null) {
            throw new NullPointerException("an object of a Dataset must not be null");
        }
        return RowValues.raw(row(object), schema);
    }

    private Row row(Object bean) {
        var values = new @Nullable Object[properties.size()];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = columnValue(properties.get(i).getter.invoke(bean), schema.typeOf(i));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        "property %s of %s cannot be read"
                                .formatted(properties.get(i).name, type.getName()),
                        e);
            }
        }
        return new Row(values, schema);
    }

    private static @Nullable Object columnValue(@Nullable Object value, DataType type) {
        return switch (type) {
            case StructType _ when value != null -> beanRow(value);
            case ArrayType array when value instanceof List<?> list -> {
                var elements = new ArrayList<@Nullable Object>();
                list.forEach(each -> elements.add(columnValue(each, array.elementType())));
                yield elements;
            }
            case ArrayType array when value != null && value.getClass().isArray() -> {
                var elements = new ArrayList<@Nullable Object>();
                for (int i = 0; i < Array.getLength(value); i++) {
                    elements.add(columnValue(Array.get(value, i), array.elementType()));
                }
                yield elements;
            }
            case DataType _ -> value;
        };
    }

    @SuppressWarnings("unchecked")
    private static Row beanRow(Object bean) {
        return new BeanEncoder<>((Class<Object>) bean.getClass()).row(bean);
    }
}
