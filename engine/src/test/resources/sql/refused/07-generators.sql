-- rows inside an expression
SELECT explode(arr) + 1 FROM t;
--> [UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS] explode makes rows, and stands inside an expression, at line 1:8. To go on: let it stand alone in the select list, or in LATERAL VIEW. SQLSTATE: 42K0E
-->
-->   SELECT explode(arr) + 1 FROM t
-->          ^^^^^^^^^^^^

-- elements of a number
SELECT explode(a) FROM t;
--> [DATATYPE_MISMATCH] explode takes an array or a map, and a is INT, at line 1:8. To go on: give it an array or a map. SQLSTATE: 42K09
-->
-->   SELECT explode(a) FROM t
-->          ^^^^^^^^^^

-- two at once
SELECT explode(arr), explode(m) FROM t;
--> [UNSUPPORTED_GENERATOR.MULTI_GENERATOR] this is the second function of the select list that makes rows, at line 1:22. To go on: write one of them as LATERAL VIEW. SQLSTATE: 42K0E
-->
-->   SELECT explode(arr), explode(m) FROM t
-->                        ^^^^^^^^^^
