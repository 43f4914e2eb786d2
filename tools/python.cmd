@echo off
rem Menjalankan skrip dengan Python terbaru di laptop ini dari 3.13, 3.12, dan 3.11.
set PY=py -3.13
%PY% -c "" >nul 2>&1
if not errorlevel 1 goto ada
set PY=py -3.12
%PY% -c "" >nul 2>&1
if not errorlevel 1 goto ada
set PY=py -3.11
%PY% -c "" >nul 2>&1
if not errorlevel 1 goto ada
set PY=python
%PY% -c "" >nul 2>&1
if not errorlevel 1 goto ada
echo Perlu Python 3.11, 3.12, atau 3.13, tetapi tidak ditemukan.
exit /b 1
:ada
%PY% %*
exit /b %errorlevel%
