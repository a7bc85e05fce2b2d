package io.tidemill.parse;

import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/// What of SQL's variants Spark takes.
final class SparkConformance extends SqlDelegatingConformance {
    static final SqlConformance INSTANCE = new SparkConformance();

    private SparkConformance() {
        super(SqlConformanceEnum.BABEL);
    }

    @Override
    public boolean isGroupByAlias() {
        return false; // SparkValidator does it, columns first
    }

    @Override
    public boolean isHavingAlias() {
        return true;
    }

    @Override
    public boolean isGroupByOrdinal() {
        return true;
    }

    @Override
    public boolean isSortByOrdinal() {
        return true;
    }

    @Override
    public boolean isSortByAlias() {
        return true;
    }

    @Override
    public boolean isColonFieldAccessAllowed() {
        return false;
    }

    @Override
    public boolean isNonStrictGroupBy() {
        return false;
    }

    @Override
    public boolean isFromRequired() {
        return false;
    }

    @Override
    public boolean splitQuotedTableName() {
        return false;
    }
}
