-- a misspelt keyword
SELECT a FORM t;
--> [PARSE_SYNTAX_ERROR] syntax error at or near 'FORM', at line 1:10. To go on: write FROM in place of 'FORM'. SQLSTATE: 42601
-->
-->   SELECT a FORM t
-->            ^^^^

-- a comma too many
SELECT a, FROM t;
--> [PARSE_SYNTAX_ERROR] syntax error at or near 'FROM', at line 1:11. To go on: complete what stands before FROM, or put it in backticks if it is a name. SQLSTATE: 42601
-->
-->   SELECT a, FROM t
-->             ^^^^

-- nothing behind WHERE
SELECT a FROM t WHERE;
--> [PARSE_SYNTAX_ERROR] syntax error at or near the end of the text, at line 1:22. To go on: the statement is not complete: add what is missing, perhaps a closing ). SQLSTATE: 42601
-->
-->   SELECT a FROM t WHERE
-->                        ^

-- a parenthesis that is not closed
SELECT (a + 1 FROM t;
--> [PARSE_SYNTAX_ERROR] syntax error at or near 'FROM', at line 1:15. To go on: complete what stands before FROM, or put it in backticks if it is a name. SQLSTATE: 42601
-->
-->   SELECT (a + 1 FROM t
-->                 ^^^^

-- a string without an end
SELECT 'abc FROM t;
--> [PARSE_SYNTAX_ERROR] this string has no end, at line 1:8. To go on: add '. SQLSTATE: 42601
-->
-->   SELECT 'abc FROM t
-->          ^

-- a comment without an end
SELECT a /* b FROM t;
--> [PARSE_SYNTAX_ERROR] this comment has no end, at line 1:10. To go on: add */. SQLSTATE: 42601
-->
-->   SELECT a /* b FROM t
-->            ^^

-- curly quotes from a word processor
SELECT “a” FROM t;
--> [PARSE_SYNTAX_ERROR] the character '“' has no meaning here, at line 1:8. To go on: write straight quotes, ' or ". SQLSTATE: 42601
-->
-->   SELECT “a” FROM t
-->          ^

-- a type that does not exist
SELECT CAST(a AS NUMBR) FROM t;
--> [UNSUPPORTED_DATATYPE] there is no type 'NUMBR', at line 1:18. To go on: use one of Spark's types, such as STRING, BIGINT, DECIMAL(10, 2) or ARRAY<STRING>. SQLSTATE: 0A000
-->
-->   SELECT CAST(a AS NUMBR) FROM t
-->                    ^^^^^

-- the error is on the second line
SELECT a,
       b +
  FROM t;
--> [PARSE_SYNTAX_ERROR] syntax error at or near '+', at line 2:10. To go on: check the words before it; a name with special characters stands in backticks. SQLSTATE: 42601
-->
-->          b +
-->            ^

-- two statements where one is expected
SELECT 1; SELECT 2;
--> [PARSE_SYNTAX_ERROR] there are 2 statements, at line 1:1. To go on: write one statement. SQLSTATE: 42601
-->
-->   SELECT 1; SELECT 2
-->   ^

-- not a statement
FETCH NEXT;
--> [PARSE_SYNTAX_ERROR] syntax error at or near 'FETCH', at line 1:1. To go on: begin the statement with SELECT, WITH, VALUES, CREATE, INSERT, SET, EXPLAIN, DESCRIBE, SHOW or DROP. SQLSTATE: 42601
-->
-->   FETCH NEXT
-->   ^^^^^
