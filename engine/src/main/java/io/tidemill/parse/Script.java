package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import io.tidemill.parse.Lexeme.Kind;
import io.tidemill.parse.Source.Place;
import io.tidemill.parse.Statement.CreateFlow;
import io.tidemill.parse.Statement.CreateView;
import io.tidemill.parse.Statement.Describe;
import io.tidemill.parse.Statement.DescribeFunction;
import io.tidemill.parse.Statement.DescribeQuery;
import io.tidemill.parse.Statement.Drop;
import io.tidemill.parse.Statement.Explain;
import io.tidemill.parse.Statement.Form;
import io.tidemill.parse.Statement.Insert;
import io.tidemill.parse.Statement.Listing;
import io.tidemill.parse.Statement.Query;
import io.tidemill.parse.Statement.SetOption;
import io.tidemill.parse.Statement.Show;
import io.tidemill.parse.Statement.Thing;
import io.tidemill.parse.Statement.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads a script: statements one after the other, with semicolons between them.
///
/// In: the text of a file or of one statement. Out: its statements in order, with every query
/// already checked for its form. Nothing is looked up.
public final class Script {
    private final Cursor cursor;
    private final Written written;

    private Script(Source source, List<Lexeme> lexemes) {
        this.cursor = new Cursor(source, lexemes);
        int start = lexemes.getFirst().start();
        int end = lexemes.get(Math.max(0, lexemes.size() - 2)).end();
        this.written = new Written(source.text().substring(start, end), source.line(start));
    }

    /// All statements of a text; empty ones are left out.
    ///
    /// @throws SqlException for the first that is wrong
    public static List<Statement> parse(String text) {
        var source = Source.of(text);
        var statements = new ArrayList<Statement>();
        var one = new ArrayList<Lexeme>();
        for (var lexeme : Lexer.read(source)) {
            if (lexeme.isEnd() || lexeme.isSymbol(";")) {
                if (!one.isEmpty()) {
                    one.add(new Lexeme(Kind.END, "", lexeme.start(), lexeme.start()));
                    statements.add(new Script(source, one).statement());
                    one = new ArrayList<>();
                }
            } else {
                one.add(lexeme);
            }
        }
        return List.copyOf(statements);
    }

    /// The only statement of a text.
    ///
    /// @throws SqlException when there is none, or more than one
    public static Statement parseOne(String text) {
        var statements = parse(text);
        if (statements.size() != 1) {
            throw SqlException.syntax(
                    Source.of(text),
                    0,
                    1,
                    statements.isEmpty()
                            ? "there is no statement"
                            : "there are %d statements".formatted(statements.size()),
                    "write one statement");
        }
        return statements.getFirst();
    }

    private Statement statement() {
        var first = cursor.now();
        if (first.kind() == Kind.WORD) {
            var word = first.text().toUpperCase(Locale.ROOT);
            return switch (word) {
                case "CREATE" -> create();
                case "INSERT" -> insert();
                case "SET" -> set();
                case "EXPLAIN" -> explain();
                case "DROP" -> drop();
                case "SHOW" -> show();
                case "DESCRIBE", "DESC" -> describe();
                case "SELECT", "WITH", "VALUES", "FROM", "TABLE" -> new Query(query(), written);
                default -> throw notAStatement(first, word);
            };
        }
        if (first.isSymbol("(")) {
            return new Query(query(), written);
        }
        throw notAStatement(first, first.text());
    }

    private SqlException notAStatement(Lexeme first, String word) {
        var place = new Place(cursor.source(), first.start(), first.end());
        return switch (word) {
            case "UPDATE",
                    "DELETE",
                    "MERGE",
                    "ALTER",
                    "TRUNCATE",
                    "CACHE",
                    "USE",
                    "LOAD",
                    "GRANT" ->
                    SqlException.at(
                            Condition.UNSUPPORTED_FEATURE,
                            place,
                            "Tidemill has no statement " + word,
                            "state the result as a query and keep it with CREATE FLOW");
            default -> cursor.unexpected(nearestStatement(word));
        };
    }

    private static String nearestStatement(String word) {
        var known =
                List.of(
                        "SELECT",
                        "CREATE",
                        "INSERT",
                        "WITH",
                        "EXPLAIN",
                        "DESCRIBE",
                        "DROP",
                        "SHOW",
                        "SET",
                        "VALUES");
        return Nearest.to(word, known)
                .map(near -> "write " + near + " in place of it")
                .orElse(
                        "begin the statement with SELECT, WITH, VALUES, CREATE, INSERT, SET,"
                                + " EXPLAIN, DESCRIBE, SHOW or DROP");
    }

    private Statement create() {
        cursor.expect("CREATE");
        boolean orReplace = cursor.accept("OR", "REPLACE");
        var temporary = cursor.now();
        boolean isTemporary = cursor.accept("TEMPORARY") || cursor.accept("TEMP");
        if (isTemporary && !cursor.now().isWord("VIEW")) {
            throw cursor.unexpected(
                    "only views are temporary: remove " + temporary.text() + " or write VIEW");
        }
        if (cursor.accept("VIEW")) {
            return view(orReplace, isTemporary);
        }
        if (cursor.accept("TABLE")) {
            return new TableClauses(cursor, written).table(orReplace);
        }
        if (cursor.accept("FLOW")) {
            return flow();
        }
        if (cursor.now().isWord("STREAMING") || cursor.now().isWord("MATERIALIZED")) {
            var lexeme = cursor.now();
            throw SqlException.at(
                    Condition.UNSUPPORTED_FEATURE,
                    new Place(cursor.source(), lexeme.start(), lexeme.end()),
                    "CREATE " + lexeme.text().toUpperCase(Locale.ROOT) + " is not there yet",
                    "write CREATE TABLE, and CREATE FLOW for the query that fills it");
        }
        throw cursor.unexpected("write TABLE, VIEW or FLOW here");
    }

    private CreateView view(boolean orReplace, boolean temporary) {
        boolean ifNotExists = cursor.accept("IF", "NOT", "EXISTS");
        var name = cursor.dottedName("the view");
        List<String> columns = cursor.now().isSymbol("(") ? cursor.names("a column") : List.of();
        cursor.expect("AS");
        return new CreateView(name, orReplace, ifNotExists, temporary, columns, query(), written);
    }

    private CreateFlow flow() {
        var name = cursor.dottedName("the flow");
        Map<String, String> options = cursor.accept("OPTIONS") ? cursor.options() : Map.of();
        cursor.expect("AS");
        if (!cursor.now().isWord("INSERT")) {
            throw cursor.unexpected("write INSERT INTO and the table that the flow fills");
        }
        return new CreateFlow(name, options, insert(), written);
    }

    private Insert insert() {
        cursor.expect("INSERT");
        boolean overwrite = cursor.accept("OVERWRITE");
        if (!overwrite) {
            cursor.expect("INTO");
        }
        if (cursor.now().isWord("TABLE") && cursor.ahead(1).isName()) {
            cursor.take();
        }
        var table = cursor.dottedName("the table");
        List<String> columns = List.of();
        if (cursor.now().isSymbol("(") && !startsQuery(cursor.ahead(1))) {
            columns = cursor.names("a column");
        }
        if (!startsQuery(cursor.now())) {
            throw cursor.unexpected("write the query, or VALUES, that gives the rows");
        }
        return new Insert(table, overwrite, columns, query(), written);
    }

    private static boolean startsQuery(Lexeme lexeme) {
        return lexeme.isWord("SELECT")
                || lexeme.isWord("WITH")
                || lexeme.isWord("VALUES")
                || lexeme.isWord("TABLE")
                || lexeme.isWord("FROM")
                || lexeme.isSymbol("(");
    }

    private ParsedQuery query() {
        var rest = cursor.rest();
        cursor.skipRest();
        return ParsedQuery.of(cursor.source(), rest);
    }

    private SetOption set() {
        cursor.expect("SET");
        if (cursor.now().isEnd()) {
            return new SetOption(Optional.empty(), Optional.empty(), written);
        }
        if (cursor.accept("TIME", "ZONE")) {
            var zone = rawRest();
            return new SetOption(
                    Optional.of("spark.sql.session.timeZone"), Optional.of(zone), written);
        }
        var key = new StringBuilder(cursor.now().isName() ? cursor.take().text() : "");
        while (!key.isEmpty()
                && (cursor.now().isSymbol(".") || cursor.now().isSymbol("-"))
                && (cursor.ahead(1).isName() || cursor.ahead(1).kind() == Kind.NUMBER)) {
            key.append(cursor.take().text()).append(cursor.take().text());
        }
        if (key.isEmpty()) {
            throw cursor.unexpected("write SET key = value");
        }
        if (cursor.acceptSymbol("=")) {
            return new SetOption(Optional.of(key.toString()), Optional.of(rawRest()), written);
        }
        cursor.expectEnd();
        return new SetOption(Optional.of(key.toString()), Optional.empty(), written);
    }

    /// The rest of the statement as written; a single string without its quotes.
    private String rawRest() {
        var rest = cursor.rest();
        cursor.skipRest();
        if (rest.size() == 1) {
            return "";
        }
        if (rest.size() == 2
                && (rest.getFirst().kind() == Kind.STRING
                        || rest.getFirst().kind() == Kind.QUOTED)) {
            return rest.getFirst().text();
        }
        return cursor.source()
                .text()
                .substring(rest.getFirst().start(), rest.get(rest.size() - 2).end());
    }

    private Explain explain() {
        cursor.expect("EXPLAIN");
        var form = Form.SIMPLE;
        if (cursor.accept("EXTENDED")) {
            form = Form.EXTENDED;
        } else if (cursor.accept("FORMATTED")) {
            form = Form.FORMATTED;
        } else if (cursor.accept("PLAN")) {
            cursor.expect("FOR");
        }
        var inner = new Script(cursor.source(), cursor.rest());
        cursor.skipRest();
        return new Explain(form, inner.statement(), written);
    }

    private Drop drop() {
        cursor.expect("DROP");
        boolean view = cursor.accept("TEMPORARY", "VIEW") || cursor.accept("VIEW");
        if (!view && !cursor.accept("TABLE")) {
            throw cursor.unexpected("write TABLE or VIEW here");
        }
        boolean ifExists = cursor.accept("IF", "EXISTS");
        var name = cursor.dottedName(view ? "the view" : "the table");
        cursor.expectEnd();
        return new Drop(view ? Thing.VIEW : Thing.TABLE, name, ifExists, written);
    }

    private Show show() {
        cursor.expect("SHOW");
        var listing =
                Optional.of(cursor.now())
                        .filter(l -> l.kind() == Kind.WORD)
                        .flatMap(l -> listing(l.text()))
                        .orElseThrow(() ->
                                cursor.unexpected("write TABLES, VIEWS, FUNCTIONS or QUERIES"));
        cursor.take();
        cursor.accept("LIKE");
        var pattern =
                cursor.now().kind() == Kind.STRING
                        ? Optional.of(cursor.string("a pattern"))
                        : Optional.<String>empty();
        cursor.expectEnd();
        return new Show(listing, pattern, written);
    }

    private static Optional<Listing> listing(String word) {
        for (var listing : Listing.values()) {
            if (listing.name().equalsIgnoreCase(word)) {
                return Optional.of(listing);
            }
        }
        return Optional.empty();
    }

    private Statement describe() {
        cursor.take();
        if (cursor.now().isWord("FUNCTION") && cursor.ahead(1).isName()) {
            return describedFunction();
        }
        boolean query = cursor.now().isWord("QUERY") && !cursor.ahead(1).isEnd();
        if (query) {
            cursor.take();
        }
        if (query || cursor.now().isWord("SELECT") || cursor.now().isWord("WITH")) {
            return new DescribeQuery(query(), written);
        }
        if (cursor.now().isWord("TABLE") && cursor.ahead(1).isName()) {
            cursor.take();
        }
        boolean extended =
                (cursor.now().isWord("EXTENDED") || cursor.now().isWord("FORMATTED"))
                        && cursor.ahead(1).isName();
        if (extended) {
            cursor.take();
        }
        var name = cursor.dottedName("the table");
        cursor.expectEnd();
        return new Describe(name, extended, written);
    }

    private DescribeFunction describedFunction() {
        cursor.take();
        boolean extended = cursor.now().isWord("EXTENDED") && !cursor.ahead(1).isEnd();
        if (extended) {
            cursor.take();
        }
        var sign = cursor.take();
        cursor.expectEnd();
        return new DescribeFunction(sign.text(), extended, written);
    }
}
