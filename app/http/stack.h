/* stack.h - threads of libraries get stacks that our handlers can live on. */
#ifndef APP_HTTP_STACK_H
#define APP_HTTP_STACK_H

/* Ends the process when the calling thread's stack is smaller than THREAD_STACK_BYTES_MIN. Called
 * at the start of every worker thread: then stack.c's trick has not worked. */
void stack_assert(void);

#endif
