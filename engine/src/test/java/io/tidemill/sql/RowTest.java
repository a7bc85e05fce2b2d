package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows, and how objects of a program become rows and come back.
class RowTest {
    /// A bean as Spark's users write them.
    public static final class Reading {
        private String device;
        private double signal;
        private List<Integer> codes;
        private Place place;

        public String getDevice() {
            return device;
        }

        public void setDevice(String device) {
            this.device = device;
        }

        public double getSignal() {
            return signal;
        }

        public void setSignal(double signal) {
            this.signal = signal;
        }

        public List<Integer> getCodes() {
            return codes;
        }

        public void setCodes(List<Integer> codes) {
            this.codes = codes;
        }

        public Place getPlace() {
            return place;
        }

        public void setPlace(Place place) {
            this.place = place;
        }
    }

    /// A bean inside another.
    public static final class Place {
        private String city;

        public String getCity() {
            return city;
        }

        public void setCity(String city) {
            this.city = city;
        }
    }

    @Test
    void valuesAreGotByPositionAndName(@TempDir Path directory) {
        try (var session = Sessions.in(directory)) {
            var row =
                    session.sql(
                                    """
                                    SELECT 1 AS i, 2L AS l, 1.5D AS d, 'x' AS s, true AS b,
                                      2.50BD AS dec, DATE'2026-01-02' AS day,
                                      TIMESTAMP'2026-01-02 03:04:05' AS t, NULL AS n,
                                      array(1, 2) AS a, map('k', 1) AS m, named_struct('f', 7) AS st
                                    """)
                            .first();
            assertThat(row.getInt(0)).isEqualTo(1);
            assertThat(row.<Long>getAs("l")).isEqualTo(2L);
            assertThat(row.getDouble(2)).isEqualTo(1.5);
            assertThat(row.getString(3)).isEqualTo("x");
            assertThat(row.getBoolean(4)).isTrue();
            assertThat(row.getDecimal(5)).isEqualTo(new BigDecimal("2.50"));
            assertThat(row.getLocalDate(6)).isEqualTo(LocalDate.of(2026, 1, 2));
            assertThat(row.getDate(6)).isEqualTo(java.sql.Date.valueOf("2026-01-02"));
            assertThat(row.getTimestamp(7).toInstant())
                    .isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
            assertThat(row.isNullAt(8)).isTrue();
            assertThat(row.anyNull()).isTrue();
            assertThat(row.<Integer>getList(9)).containsExactly(1, 2);
            assertThat(row.getJavaMap(10)).isEqualTo(Map.of("k", 1));
            assertThat(row.getStruct(11).<Integer>getAs("f")).isEqualTo(7);
            assertThat(row.json())
                    .isEqualTo(
                            "{\"i\":1,\"l\":2,\"d\":1.5,\"s\":\"x\",\"b\":true,\"dec\":2.50,"
                                    + "\"day\":\"2026-01-02\",\"t\":\"2026-01-02 03:04:05\","
                                    + "\"n\":null,\"a\":[1,2],\"m\":{\"k\":1},\"st\":{\"f\":7}}");
            assertThat(row.fieldIndex("st")).isEqualTo(11);
            assertThatThrownBy(() -> row.fieldIndex("zz"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> row.getLong(8)).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void rowsAreEqualByTheirValues() {
        var row = RowFactory.create(1, "a", new byte[] {1});
        assertThat(row).isEqualTo(RowFactory.create(1, "a", new byte[] {1}));
        assertThat(row.hashCode()).isEqualTo(row.copy().hashCode());
        assertThat(RowFactory.create(1, null)).hasToString("[1,null]");
        assertThat(row.mkString("<", ";", ">")).startsWith("<1;a;");
        assertThatThrownBy(row::json).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aValueOfAnotherClassIsRefusedWithTheColumnsName(@TempDir Path directory) {
        try (var session = Sessions.in(directory)) {
            var schema = StructType.fromDDL("a INT, b STRING NOT NULL");
            assertThatThrownBy(() ->
                            session.createDataFrame(List.of(RowFactory.create(1L, "x")), schema))
                    .isInstanceOf(AnalysisException.class)
                    .hasMessageContaining("column a is INT");
            assertThatThrownBy(() ->
                            session.createDataFrame(List.of(RowFactory.create(1, null)), schema))
                    .hasMessageContaining("NOT NULL");
            assertThatThrownBy(() -> session.createDataFrame(List.of(RowFactory.create(1)), schema))
                    .hasMessageContaining("2 columns");
        }
    }

    @Test
    void beansBecomeRowsAndComeBack(@TempDir Path directory) {
        var place = new Place();
        place.setCity("Oslo");
        var reading = new Reading();
        reading.setDevice("pump");
        reading.setSignal(1.5);
        reading.setCodes(List.of(1, 2));
        reading.setPlace(place);
        try (var session = Sessions.in(directory)) {
            var dataset = session.createDataset(List.of(reading), Encoders.bean(Reading.class));
            assertThat(dataset.columns()).containsExactly("codes", "device", "place", "signal");
            assertThat(dataset.select("place.city").first().getString(0)).isEqualTo("Oslo");
            var back = dataset.filter("signal > 1").first();
            assertThat(back.getDevice()).isEqualTo("pump");
            assertThat(back.getCodes()).containsExactly(1, 2);
            assertThat(back.getPlace().getCity()).isEqualTo("Oslo");
        }
        assertThatThrownBy(() -> Encoders.bean(Runnable.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void singleValuesHaveEncoders(@TempDir Path directory) {
        try (var session = Sessions.in(directory)) {
            assertThat(
                            session.createDataset(Arrays.asList("a", null), Encoders.STRING())
                                    .collectAsList())
                    .containsExactly("a", null);
            assertThat(session.sql("SELECT 1 AS x").as(Encoders.LONG()).first()).isEqualTo(1L);
            var now = Instant.parse("2026-01-01T00:00:00Z");
            assertThat(session.createDataset(List.of(now), Encoders.INSTANT()).first())
                    .isEqualTo(now);
        }
    }
}
