/**
 * The language of filters. Every choice is made by the next token alone, so that a syntax error names
 * just what could have stood in its place.
 */
grammar FilterExpression;

filter      : disjunction EOF ;
disjunction : conjunction (OR conjunction)* ;
conjunction : negation (AND negation)* ;
negation    : NOT* primary ;
primary     : LEFT disjunction RIGHT          # group
            | HAS LEFT attribute RIGHT        # presence
            | attribute test                  # predicate
            ;
test        : operator=(EQUAL | UNEQUAL | LESS | AT_MOST | GREATER | AT_LEAST) literal  # comparison
            | NOT? IN OPEN (literal (COMMA literal)*)? CLOSE                            # membership
            ;
attribute   : NAME | QUOTED_NAME ;
literal     : STRING | NUMBER | TRUE | FALSE ;

AND   options { caseInsensitive = true; } : 'and' ;
OR    options { caseInsensitive = true; } : 'or' ;
NOT   options { caseInsensitive = true; } : 'not' ;
IN    options { caseInsensitive = true; } : 'in' ;
HAS   options { caseInsensitive = true; } : 'has' ;
TRUE  options { caseInsensitive = true; } : 'true' ;
FALSE options { caseInsensitive = true; } : 'false' ;

EQUAL    : '=' ;
UNEQUAL  : '!=' ;
AT_MOST  : '<=' ;
LESS     : '<' ;
AT_LEAST : '>=' ;
GREATER  : '>' ;
LEFT     : '(' ;
RIGHT    : ')' ;
OPEN     : '[' ;
CLOSE    : ']' ;
COMMA    : ',' ;

NAME        : [\p{L}_] [\p{L}\p{N}_.-]* ;
QUOTED_NAME : '`' (ESCAPE | ~[`\\\u0000-\u001f])+ '`' ;
STRING      : '"' (ESCAPE | ~["\\\u0000-\u001f])* '"'
            | '\'' (ESCAPE | ~['\\\u0000-\u001f])* '\''
            ;
NUMBER      : '-'? DIGIT+ ('.' DIGIT+)? ([eE] [+-]? DIGIT+)? ;

SPACE   : [ \t\r\n]+ -> skip ;
UNKNOWN : . ;

fragment ESCAPE : '\\' (["'`\\/bfnrt] | 'u' HEX HEX HEX HEX) ;
fragment HEX    : [0-9a-fA-F] ;
fragment DIGIT  : [0-9] ;
